namespace Mirror.EndToEnd.Tests;

/// <summary>What tests across an <see cref="AirGap"/> share; each test has one of its own.</summary>
public abstract class AirGapTest : IAsyncLifetime
{
    private AirGap? _gap;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected AirGap Gap => _gap!;

    /// <summary>The only receipt inside.</summary>
    private protected string Receipt => Assert.Single(Directory.EnumerateFiles(Gap.Inside.Folder.Combine("output", "receipts")));

    public async ValueTask InitializeAsync() => _gap = await AirGap.OpenAsync(Token);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);

        // A missing program skips the test before there is a gap.
        if (_gap is not null)
        {
            await _gap.DisposeAsync();
        }
    }

    private protected static IReadOnlyList<string> Segments(IReadOnlyList<string> files) => [.. files.Where(file => file.EndsWith(".tar", StringComparison.Ordinal))];
}
