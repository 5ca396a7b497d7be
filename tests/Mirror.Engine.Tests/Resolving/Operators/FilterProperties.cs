using FsCheck;
using FsCheck.Fluent;
using Mirror.Engine.Resolving.Operators;
using Mirror.Engine.Resolving.Operators.Filtering;
using Mirror.Engine.Resolving.Operators.Pinning;
using Mirror.Engine.Resolving.Operators.Writing;
using Mirror.Model.Diagnostics;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Model.Planning;
using Mirror.Model.Versions;
using Mirror.Testing;
using static Mirror.Engine.Tests.Resolving.Operators.Selection;

namespace Mirror.Engine.Tests.Resolving.Operators;

/// <summary>What holds for every channel graph and every range.</summary>
public sealed class FilterProperties
{
    /// <summary>A graph that OLM takes: every entry but the first replaces a lower one, what is left over is skipped by a higher one.</summary>
    private static Gen<string[]> SoundChannel { get; } =
        from count in Gen.Choose(1, 14)
        from seeds in Gen.ArrayOf(Gen.Choose(0, 1_000_000), count)
        select Sound(seeds);

    /// <summary>Any graph at all: cycles, several heads, entries that contradict themselves.</summary>
    private static Gen<string[]> AnyChannel { get; } =
        from count in Gen.Choose(1, 8)
        from seeds in Gen.ArrayOf(Gen.Choose(0, 1_000_000), count)
        select (string[])[.. seeds.Select((seed, i) =>
            $"1.{i}.0" + (seed % 5 == 0 ? "" : $" replaces 1.{seed / 7 % count}.0") + (seed % 3 == 0 ? $" skips 1.{seed / 11 % count}.0 1.{seed / 13 % count}.0" : ""))];

    /// <summary>A sound graph in which more is skipped than need be: OLM takes some of them.</summary>
    private static Gen<string[]> SkippingChannel { get; } =
        from entries in SoundChannel
        from seeds in Gen.ArrayOf(Gen.Choose(0, 1_000_000), 14)
        select (string[])[.. entries.Select((entry, i) => i == 0 || seeds[i] % 3 > 0 || entry.Contains("skips", StringComparison.Ordinal) ? entry : $"{entry} skips 1.{seeds[i] / 3 % i}.0")];

    private static Gen<(int Min, int Max)> Range { get; } =
        from min in Gen.Choose(-1, 15)
        from max in Gen.Choose(-1, 15)
        select (min, max);

    [Fact]
    public void What_comes_out_of_a_sound_channel_passes_the_proof_and_has_all_that_is_in_range()
    {
        var property = Prop.ForAll(
            SoundChannel.ToArbitrary(),
            Range.ToArbitrary(),
            (entries, range) =>
            {
                using var catalog = Catalog(entries);
                var (filtered, diagnostics) = TestCatalog.Filter(catalog, Select(range));

                var inRange = catalog.Packages[0].Channels[0].Entries.Select(entry => entry.Name).Where(name => IsIn(name, range)).ToList();
                var hasRange = range is not (-1, -1);
                return diagnostics.HasErrors
                    ? hasRange && inRange.Count == 0
                    : !hasRange || !inRange.Except(filtered.Bundles.Select(bundle => bundle.Name)).Any() || IsPinned(range);
            });

        property.QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Whatever_comes_out_without_an_error_has_one_head_a_way_to_every_entry_and_a_bundle_for_it()
    {
        var property = Prop.ForAll(
            Gen.OneOf(AnyChannel, SkippingChannel).ToArbitrary(),
            Gen.OneOf(Range, Gen.Constant((0, 15))).ToArbitrary(),
            (entries, range) =>
            {
                using var catalog = Catalog(entries);
                var (filtered, diagnostics) = TestCatalog.Filter(catalog, Select(range));

                return diagnostics.HasErrors || filtered.Packages.SelectMany(package => package.Channels).All(channel => IsTakenByOlm(channel, filtered));
            });

        property.QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_a_lock_keeps_of_it_gives_the_same_files_again()
    {
        var property = Prop.ForAll(
            SoundChannel.ToArbitrary(),
            Range.ToArbitrary(),
            (entries, range) =>
            {
                using var catalog = Catalog(entries);
                var (filtered, diagnostics) = TestCatalog.Filter(catalog, Select(range));
                if (diagnostics.HasErrors)
                {
                    return true;
                }

                var again = PinnedFilter.Filter(catalog, Lock(filtered));

                return Files(filtered).SequenceEqual(Files(again));
            });

        property.QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_wider_range_never_loses_a_bundle_that_is_in_the_narrower_one()
    {
        var property = Prop.ForAll(
            SoundChannel.ToArbitrary(),
            Gen.Choose(0, 14).ToArbitrary(),
            Gen.Choose(0, 14).ToArbitrary(),
            (entries, a, b) =>
            {
                using var catalog = Catalog(entries);
                var narrow = TestCatalog.Filter(catalog, Select((-1, Math.Min(a, b)))).Catalog.Bundles.Where(bundle => IsIn(bundle.Name, (-1, Math.Min(a, b))));
                var wide = TestCatalog.Filter(catalog, Select((-1, Math.Max(a, b)))).Catalog.Bundles;
                return !narrow.Except(wide).Any();
            });

        property.QuickCheckThrowOnFailure();
    }

    private static string[] Sound(int[] seeds)
    {
        var replaced = new int[seeds.Length];
        for (var i = 0; i < seeds.Length; i++)
        {
            replaced[i] = i == 0 ? -1 : seeds[i] % i;
        }

        // From the head down; what the chain does not pass is skipped by one of its links above it.
        var chain = new List<int>();
        for (var i = seeds.Length - 1; i >= 0; i = replaced[i])
        {
            chain.Add(i);
        }

        var skips = Enumerable.Range(0, seeds.Length).Except(chain).ToLookup(i => chain.Where(link => link > i).ElementAt(seeds[i] % chain.Count(link => link > i)));
        return [.. seeds.Select((_, i) =>
            $"1.{i}.0"
            + (replaced[i] < 0 ? "" : $" replaces 1.{replaced[i]}.0")
            + (skips[i].Any() ? $" skips {string.Join(" ", skips[i].Select(skip => $"1.{skip}.0"))}" : ""))];
    }

    private static Catalog Catalog(string[] entries) => TestCatalog.Read(
        TestCatalog.Package("p", "c") + TestCatalog.Channel("p", "c", entries) + TestCatalog.Bundles("p", [.. entries.Select(entry => entry.Split(' ')[0])]));

    private static LockedOperatorSource Lock(FilteredCatalog filtered) => new()
    {
        Key = "operators/quay.io/index:1",
        InputHash = TestDigest.Of("input"),
        Requested = "quay.io/index:1",
        Name = ImageReference.Parse("quay.io/index:1"),
        Resolved = new LockedImage(ImageReference.Docker("quay.io", "index", digest: TestDigest.Of("index")), 1),
        Target = new TargetName("index", "1"),
        Packages =
        [
            .. filtered.Packages.Select(package => new LockedOperatorPackage(package.Name)
            {
                // The order of a lock is not that of the catalog.
                Channels = [.. package.Channels.Select(channel => new LockedOperatorChannel(channel.Name, [.. channel.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal)]))],
                Bundles = [.. package.Bundles.Select(bundle => new LockedOperatorBundle(bundle.Name) { Version = bundle.VersionText! })],
            }),
        ],
    };

    private static IEnumerable<string> Files(FilteredCatalog filtered) => FbcWriter.Write(filtered).Select(file =>
    {
        using var reader = new StreamReader(file.Open());
        return $"{file.Path}\n{reader.ReadToEnd()}";
    });

    private static Model.Configuration.OperatorCatalog Select((int Min, int Max) range) =>
        Of(Package("p", range.Min < 0 ? null : $"1.{range.Min}.0", range.Max < 0 ? null : $"1.{range.Max}.0"));

    private static bool IsPinned((int Min, int Max) range) => range.Min >= 0 && range.Min == range.Max;

    private static bool IsIn(string name, (int Min, int Max) range)
    {
        var minor = (int)SemanticVersion.Parse(name["p.v".Length..]).Minor;
        return (range.Min < 0 || minor >= range.Min) && (range.Max < 0 || minor <= range.Max);
    }

    /// <summary>What <c>opm validate</c> checks of a channel, in other words than the proof.</summary>
    private static bool IsTakenByOlm(FilteredChannel channel, FilteredCatalog filtered)
    {
        var entries = channel.Entries.ToDictionary(entry => entry.Name);
        var skipped = channel.Entries.SelectMany(entry => entry.Skips).ToHashSet();
        var heads = entries.Keys.Where(name => !skipped.Contains(name) && channel.Entries.All(entry => entry.Replaces != name));

        var reached = new List<string>();
        for (var name = channel.Head; entries.ContainsKey(name) && !skipped.Contains(name) && !reached.Contains(name); name = entries[name].Replaces)
        {
            reached.Add(name);
        }

        return heads.SequenceEqual([channel.Head])
            && entries.Keys.All(name => skipped.Contains(name) || reached.Contains(name))
            && entries.Keys.All(name => filtered.Bundles.Any(bundle => bundle.Name == name));
    }
}
