using Mirror.Engine.Resolving.Operators;
using Mirror.Model.Configuration;
using Mirror.Model.Oci;
using static Mirror.Engine.Tests.Resolving.Operators.Selection;

namespace Mirror.Engine.Tests.Resolving.Operators;

/// <summary>The vectors of SPEC 5.3.</summary>
public sealed class LegacyFilterHashTests
{
    private static readonly Digest Catalog = Digest.Parse("sha256:f30638f60452062aba36a26ee6c036feead2f03b28f2c47f2b0a991e41baebea");

    public static TheoryData<OperatorCatalog, string, string> Vectors() => new()
    {
        { All(), "community-operators", "ac8e314872a499f2c6edb0616489c628" },
        { All(), "registry.redhat.io/redhat/redhat-operator-index", "94563f14d54e0ea1d600fa8c002c204b" },
        { Of(Package("op1")), "registry.redhat.io/redhat/redhat-operator-index", "b6db5253b0a8b995840d4d6b5a8aefca" },
        { Full(Package("op1")), "registry.redhat.io/redhat/certified-operators", "37e8b17cf0089fb1de93893cfb41dbfb" },
        {
            Full(Package("couchbase-operator"), Package("mongodb-operator", "1.4.0"), Package("crunchy-postgresql-operator", channels: Channel("stable"))),
            "certified-operators", "70eb0b2116707316c6130de415ceeb69"
        },
        { All(), "../../../tests/unit/testdata/simple-test-bundle", "6f0b9a9e7b6f972ba55a7629da6fcf04" },
        { Of(Package("op1")), "../../../tests/unit/testdata/catalog-on-disk1", "84dda2b9eda9d2ef95e1d6bbb7b73f88" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_hash_is_that_of_oc_mirror(OperatorCatalog catalog, string name, string expected) =>
        Assert.Equal(expected, LegacyFilterHash.Compute(catalog, name, Catalog, hasPackages: catalog.Packages.Count > 0));

    [Fact]
    public void Angle_brackets_and_platforms_are_written_as_go_writes_them()
    {
        var catalog = Of(Package("a<b>&c")) with { Platforms = [new Platform("linux", "arm64")], SkipDependencies = true };

        var json = LegacyFilterHash.Json(catalog, "n", Catalog, hasPackages: true);

        Assert.Equal(
            $$"""{"packages":[{"name":"a\u003cb\u003e\u0026c"}],"catalog":"n@{{Catalog}}","skipDependencies":true,"platforms":[{"os":"linux","architecture":"arm64"}]}""", json);
    }
}
