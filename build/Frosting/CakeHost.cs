using System.Reflection;
using Cake.Cli;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>Runs the tasks of an assembly on Cake's engine.</summary>
public sealed class CakeHost
{
    private readonly ServiceCollection _services = new();
    private readonly List<Assembly> _assemblies = [];

    /// <summary>A host whose log and context may be replaced: of several registrations the last one counts.</summary>
    public CakeHost()
    {
        _services.UseModule<CoreModule>();
        _services.AddSingleton<IConsole, CakeConsole>();
        _services.AddSingleton<ICakeLog, CakeBuildLog>();
        _services.AddSingleton<IFrostingContext, FrostingContext>();
        _services.AddSingleton<FrostingRunner>();
        _services.AddSingleton<ICakeConfiguration>(_ => new CakeConfiguration(new Dictionary<string, string>(StringComparer.Ordinal)));
    }

    /// <summary>Takes tasks from <paramref name="assembly"/> instead of from the entry assembly.</summary>
    public CakeHost AddAssembly(Assembly assembly)
    {
        _assemblies.Add(assembly);
        return this;
    }

    /// <summary>Adds or replaces services.</summary>
    public CakeHost ConfigureServices(Action<IServiceCollection> services)
    {
        services(_services);
        return this;
    }

    /// <summary>Runs the targets that <paramref name="args"/> name; the exit code is 0, or 1 after a failure, which is logged.</summary>
    public int Run(IEnumerable<string> args)
    {
        var arguments = FrostingArguments.Parse(args);
        _services.AddSingleton<ICakeArguments>(arguments.ToCakeArguments());
        var assemblies = _assemblies.Count > 0 ? _assemblies : [Assembly.GetEntryAssembly()!];
        foreach (var task in assemblies.SelectMany(a => a.GetExportedTypes()).Where(IsTask))
        {
            _services.AddSingleton(typeof(IFrostingTask), task);
        }

        using var provider = _services.BuildServiceProvider();
        try
        {
            provider.GetRequiredService<FrostingRunner>().RunAsync(arguments).GetAwaiter().GetResult();
            return 0;
        }
        catch (Exception exception)
        {
            // The last frame of the program: whatever it was becomes a line and an exit code.
            provider.GetRequiredService<ICakeLog>().Error("Error: {0}", exception is CakeReportException { InnerException: { } inner } ? inner.Message : exception.Message);
            return 1;
        }
    }

    private static bool IsTask(Type type) => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFrostingTask));
}
