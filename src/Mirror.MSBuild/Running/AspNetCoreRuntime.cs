using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Mirror.MSBuild.Running;

/// <summary>
/// MSBuild runs on the base runtime alone. While this is in use, assemblies of the ASP.NET Core runtime that lies beside it are found too.
/// </summary>
internal sealed class AspNetCoreRuntime : IDisposable
{
    private readonly AssemblyLoadContext _context = AssemblyLoadContext.GetLoadContext(typeof(AspNetCoreRuntime).Assembly)!;
    private readonly string _folder;

    private AspNetCoreRuntime(string folder)
    {
        _folder = folder;
        _context.Resolving += Resolve;
    }

    /// <summary>Of the running version, as the installers of the SDK bring it.</summary>
    /// <exception cref="MirrorException">MIR9009: it is not installed.</exception>
    public static AspNetCoreRuntime Use()
    {
        var runtime = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
        var folder = Path.GetFullPath(Path.Combine(runtime, "..", "..", "Microsoft.AspNetCore.App", Path.GetFileName(runtime)));
        return Directory.Exists(folder)
            ? new AspNetCoreRuntime(folder)
            : throw MirrorErrors.AspNetCoreMissing.Exception($"The demo serves its registries with the ASP.NET Core runtime, which is not at '{folder}'.");
    }

    public void Dispose() => _context.Resolving -= Resolve;

    private Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        var path = Path.Combine(_folder, $"{name.Name}.dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}
