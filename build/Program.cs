using System.Collections;
using Mirror.Build;
using Mirror.Build.Arguments;
using Mirror.Build.Reporting;
using Mirror.Build.Running;
using Mirror.Engine.Options;
using Mirror.Oci.Store;

var terminal = Terminal.ForConsole(Environment.GetEnvironmentVariable);
try
{
    var targets = Targets.All();
    var command = HostCommandParser.Parse(args, [.. targets.Select(target => target.Name)]);
    if (command.IsVersion)
    {
        terminal.WriteLine(typeof(Targets).Assembly.GetName().Version!.ToString(fieldCount: 3));
        return (int)ExitCode.Complete;
    }

    if (command.IsHelp)
    {
        terminal.Write(HelpText.For(targets));
        return (int)ExitCode.Complete;
    }

    var repository = Repository.Above(AppContext.BaseDirectory);
    var options = new MirrorOptionsReader(repository.Root, Environment.CurrentDirectory, Environment.GetEnvironmentVariable).Read(command.Given);
    using var cancellation = new Cancellation();
    var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(v => (string)v.Key, v => (string)v.Value!, StringComparer.Ordinal);
    await using var session = new EngineSession(repository, options, terminal, variables) { Targets = command.Targets };
    var scope = new RunScope(command, repository, options, terminal, cancellation.Token) { Session = session };
    return await new HostRun(scope).RunAsync(typeof(Targets).Assembly);
}
catch (Exception failure) when (failure is MirrorException or IOException or UnauthorizedAccessException)
{
    var known = failure as MirrorException ?? DiskErrors.Explain(failure)!;
    new FailurePrinter(terminal).Print(known);
    return (int)known.ExitCode;
}
