using Mirror.Model.Diagnostics;

namespace Mirror.Model.Tests.Diagnostics;

public sealed class DiagnosticTests
{
    [Theory]
    [InlineData("Remove the last line of the file.", "The line 7 is odd. Remove the last line of the file 'a'.", true)]
    [InlineData("Remove the last line, or the file.", "The line 7 is odd. Remove the LAST LINE with 'sed'.", true)]
    [InlineData("Remove the last line, or the whole of that file.", "The line 7 of the file is odd.", false)]
    [InlineData("Name the receipt of the destination that the archive is for.", "The archive is for 'a', and the receipt does not name that destination.", false)]
    [InlineData("Remove it.", "", false)]
    public void Message_says_the_remedy_when_half_of_its_pairs_of_words_are_there(string remedy, string message, bool says) =>
        Assert.Equal(says, new ErrorCode("MIR1000", ExitCode.Configuration, "Odd.", remedy).Diagnostic(message).SaysRemedy);
}
