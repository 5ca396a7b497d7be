using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Oci.Registry.Authentication;
using Mirror.Oci.Registry.Configuration;
using Mirror.Testing;

namespace Mirror.Oci.Tests.Registry.Authentication;

/// <summary>A machine in a folder: home, runtime folder, credential files and helper programs.</summary>
internal sealed class CredentialHost : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _variables;

    public CredentialHost() => _variables = new Dictionary<string, string>
    {
        ["HOME"] = _folder.Combine("home"),
        ["PATH"] = $"{_folder.Combine("bin")}:/usr/bin:/bin",
    };

    public DiagnosticBag Warnings { get; } = [];

    public HostEnvironment Environment => new(_variables, _folder.Path);

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>A file with one registry, whose user is <paramref name="user"/>.</summary>
    public static string Auths(string registry, string user) => $$$$"""{"auths": {"{{{{registry}}}}": {"auth": "{{{{Base64($"{user}:secret")}}}}"}}}""";

    public void Dispose() => _folder.Dispose();

    public void Set(string name, string value) => _variables[name] = value;

    public string PathOf(string path) => _folder.Combine(path);

    /// <summary>Writes a file that nobody else can read.</summary>
    public string Write(string path, string content)
    {
        var file = _folder.WriteFile(path, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }

    /// <summary>Sets permission bits; skips the test where there are none, and no shell for helper programs either.</summary>
    public static void SetMode(string file, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, mode);
            return;
        }

        Assert.Skip("Windows has neither permission bits nor a shell for the helper programs.");
    }

    /// <summary>A helper program from the body of a shell script, or the test is skipped where there is no shell.</summary>
    public string WriteHelper(string name, string script, string folder = "bin")
    {
        var file = _folder.WriteFile($"{folder}/docker-credential-{name}", $"#!/bin/sh\n{script}\n");
        SetMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    public HostCredentials Load(string? explicitFile = null, string registriesConf = "", TimeProvider? timeProvider = null) =>
        HostCredentials.Load(explicitFile, Configuration.RegistriesTestFiles.Parse(registriesConf), Environment, timeProvider ?? TimeProvider.System, Warnings);

    /// <summary><c>user:password</c>, <c>user token TOKEN</c> or <c>none</c>.</summary>
    public static async Task<string> FindAsync(HostCredentials credentials, string registry, string repository = "ns/repo")
    {
        var found = await credentials.FindAsync(registry, repository, TestContext.Current.CancellationToken);
        return found is null ? "none"
            : found.IdentityToken is { } token ? $"{found.UserName} token {token}"
            : $"{found.UserName}:{found.Password}";
    }

    /// <summary>As <see cref="FindAsync(HostCredentials, string, string)"/> with what <see cref="Load"/> finds by default.</summary>
    public async Task<string> FindAsync(string registry, string repository = "ns/repo")
    {
        using var credentials = Load();
        return await FindAsync(credentials, registry, repository);
    }
}
