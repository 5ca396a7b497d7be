using Mirror.Build.Reporting;

namespace Mirror.Build.Tests.Reporting;

public sealed class FailurePrinterTests
{
    [Fact]
    public void Diagnostics_are_lines_that_editors_know_and_the_remedy_stands_below()
    {
        using var terminal = new TestTerminal();
        var error = MirrorErrors.BadArgumentValue;

        new FailurePrinter(terminal.Terminal).Print(new MirrorException(
            [error.Diagnostic("One.", SourceSpan.At("a/imageset.yaml", 12, 7)), error.Diagnostic("Two."), MirrorErrors.UnknownTarget.Diagnostic("Three.")]));

        Assert.Equal(
            "a/imageset.yaml(12,7): error MIR9003: One.\n"
            + "error MIR9003: Two.\n"
            + $"  {error.Remedy}\n"
            + "error MIR9005: Three.\n"
            + $"  {MirrorErrors.UnknownTarget.Remedy}\n",
            terminal.Error);
        Assert.Empty(terminal.Output);
    }

    [Fact]
    public void Remedy_is_left_out_where_the_message_tells_it_with_the_particulars()
    {
        using var terminal = new TestTerminal();

        new FailurePrinter(terminal.Terminal).Print([MirrorErrors.SourceFrozen.Diagnostic(
            "--frozen allows no source to be asked, and the store does not have 'a'. Fill the store with '--target Fetch' first, or leave --frozen out.")]);

        Assert.Equal(1, terminal.Error.Count(c => c == '\n'));
    }

    [Fact]
    public void Errors_are_red_for_people_alone()
    {
        using var terminal = new TestTerminal(hasColours: true);

        new FailurePrinter(terminal.Terminal).Print(MirrorErrors.UnknownTarget.Exception("No."));

        Assert.StartsWith("\e[31merror MIR9005: No.\e[0m\n", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_failure_shows_its_stack()
    {
        using var terminal = new TestTerminal();

        new FailurePrinter(terminal.Terminal).Print(new InvalidOperationException("Odd."));

        Assert.Contains("System.InvalidOperationException: Odd.", terminal.Error, StringComparison.Ordinal);
    }
}
