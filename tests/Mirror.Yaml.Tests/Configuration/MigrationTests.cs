using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Testing;
using Mirror.Yaml.Configuration;

namespace Mirror.Yaml.Tests.Configuration;

public sealed class MigrationTests
{
    [Fact]
    public void Comments_order_and_layout_stay()
    {
        const string Text = """
            # What the lab needs.
            ---
            apiVersion: mirror.openshift.io/v1alpha1   # old
            kind: ImageSetConfiguration
            storageConfig:   # in the registry
              registry:
                imageURL: localhost:5000/meta
            mirror:
              # Releases
              ocp:
                graph: true
                channels:
                  - name: stable-4.6
                    versions:   # two of them
                      # the newer
                      - '4.6.36'
                      - 4.6.13  # the older
                  - versions: [ 4.7.1, 4.7.3 ]
                    name: stable-4.7
              operators:
                - headsOnly: true   # heads
                  # the catalog
                  catalog: quay.io/a/b:1
                - catalog: quay.io/a/c:1
                  headsOnly: false   # all
                  packages:
                    - name: x  # everything
                    - name: y
                      startingVersion: 1.4.0
                - headsOnly: true
                  catalog: "quay.io/a/d:1"
                  targetName: mine # here
                  originalRef: quay.io/z/z:1
              additionalimages:
                - name: 'quay.io/a/e:1'
            """;

        Approval.Verify(Migrated(Text, keepsComments: true), "yaml");
    }

    [Theory]
    [InlineData("mirror: {operators: [{catalog: quay.io/a/b:1, headsOnly: false}]}")]
    [InlineData("mirror:\n  operators:\n  - catalog: quay.io/a/b:1\n    headsOnly: false\n    packages: &p\n    - name: x\n    - name: y\n      minVersion: 1.0.0\n  - catalog: quay.io/a/c:1\n    packages: *p")]
    public void What_cannot_be_edited_is_written_anew(string content) =>
        Assert.Contains("v2alpha1", Migrated($"apiVersion: mirror.openshift.io/v1alpha1\nkind: ImageSetConfiguration\n{content}\n", keepsComments: false), StringComparison.Ordinal);

    [Fact]
    public void What_anchors_share_is_edited_once() => Assert.Equal(
        "apiVersion: mirror.openshift.io/v2alpha1\nkind: ImageSetConfiguration\nmirror:\n  operators:\n  - &a\n    catalog: quay.io/a/b:1\n  - <<: *a\n    catalog: quay.io/a/c:1\n",
        Migrated("apiVersion: mirror.openshift.io/v1alpha1\nkind: ImageSetConfiguration\nmirror:\n  operators:\n  - &a\n    catalog: quay.io/a/b:1\n    headsOnly: true\n  - <<: *a\n    catalog: quay.io/a/c:1\n", keepsComments: true));

    [Fact]
    public void Windows_line_ends_stay()
    {
        var migrated = Migrated(
            "apiVersion: mirror.openshift.io/v1alpha1\r\nkind: ImageSetConfiguration\r\nmirror:\r\n  operators:\r\n  - catalog: quay.io/a/b:1\r\n    headsOnly: true\r\n    full: false\r\n",
            keepsComments: true);

        Assert.Equal(
            "apiVersion: mirror.openshift.io/v2alpha1\r\nkind: ImageSetConfiguration\r\nmirror:\r\n  operators:\r\n  - catalog: quay.io/a/b:1\r\n    full: false\r\n", migrated);
    }

    [Fact]
    public void File_of_today_stays_as_it_is()
    {
        const string Text = Reading.Head + "mirror:\n  additionalImages:\n  - name: quay.io/a/b:1 # x\n";

        var migrated = ConfigurationMigration.Migrate(Encoding.UTF8.GetBytes(Text), "imageset.yaml", []);

        Assert.Equal(new MigratedConfiguration(Text, IsChanged: false, KeepsComments: true), migrated);
    }

    [Fact]
    public void File_with_errors_is_not_migrated()
    {
        var diagnostics = new DiagnosticBag();

        var migrated = ConfigurationMigration.Migrate("apiVersion: mirror.openshift.io/v1alpha1\nkind: ImageSetConfiguration\nmirror:\n  opc: {}\n"u8, "imageset.yaml", diagnostics);

        Assert.Null(migrated);
        Assert.True(diagnostics.HasErrors);
    }

    private static string Migrated(string text, bool keepsComments)
    {
        var diagnostics = new DiagnosticBag();
        var migrated = ConfigurationMigration.Migrate(Encoding.UTF8.GetBytes(text), "imageset.yaml", diagnostics);

        Assert.False(diagnostics.HasErrors, string.Join('\n', diagnostics));
        Assert.NotNull(migrated);
        Assert.True(migrated.IsChanged);
        Assert.Equal(keepsComments, migrated.KeepsComments);
        return migrated.Text;
    }
}
