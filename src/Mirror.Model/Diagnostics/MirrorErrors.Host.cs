namespace Mirror.Model.Diagnostics;

// 9xxx: host.
public static partial class MirrorErrors
{
    public static readonly ErrorCode CakeNotRestored = new("MIR9001", ExitCode.Failed,
        "The build engine's package is not restored.", "Run 'dotnet restore', then the command again.");

    public static readonly ErrorCode UnknownArgument = new("MIR9002", ExitCode.Configuration,
        "An argument is not known.", "Use the suggested one, or '--help' for the list.");

    public static readonly ErrorCode BadArgumentValue = new("MIR9003", ExitCode.Configuration,
        "The value of an argument, environment variable or property is not valid.", "Give a value of the form that the message names.");

    public static readonly ErrorCode ConflictingArguments = new("MIR9004", ExitCode.Configuration,
        "Arguments exclude each other, or one is given twice.", "Keep one of them.");

    public static readonly ErrorCode UnknownTarget = new("MIR9005", ExitCode.Configuration,
        "A target is not known.", "Use the suggested one, or run without arguments for the list.");

    public static readonly ErrorCode TestsFailed = new("MIR9007", ExitCode.Failed,
        "Tests failed, or could not run.", "Read the failures above; run one again with '--filter'.");

    public static readonly ErrorCode SdkMissing = new("MIR9008", ExitCode.Failed,
        "The .NET SDK is missing, or not of the feature band that global.json names.", "Install the SDK that the message names.");

    public static readonly ErrorCode AspNetCoreMissing = new("MIR9009", ExitCode.Failed,
        "The ASP.NET Core runtime is missing, which the demo serves its registries with.", "Install it in the version of the .NET runtime, or name a destination and unset 'MirrorSandbox'.");

    public static readonly ErrorCode ProxyInvalid = new("MIR9010", ExitCode.Configuration,
        "The address of a proxy cannot be read.", "Correct 'HTTP_PROXY' or 'HTTPS_PROXY': 'http://[user:password@]host:port'.");

    public static readonly ErrorCode BenchmarkFailed = new("MIR9011", ExitCode.Failed,
        "The benchmark could not be built, or did not run to its end.", "Read what it printed; it needs the program 'docker-registry'.");

    public static readonly ErrorCode OcMissing = new("MIR9012", ExitCode.Configuration,
        "The version of a release is to be that of 'oc', which is not on the PATH.", "Say the version, as in '--release 4.20.18', or install 'oc'.");

    public static readonly ErrorCode OcVersionUnknown = new("MIR9013", ExitCode.Configuration,
        "The 'oc' on the PATH does not say which release it belongs to.", "Say the version, as in '--release 4.20.18'.");

    public static readonly ErrorCode ListUnclear = new("MIR9020", ExitCode.Configuration,
        "It is not clear what is to be listed.", "Give the arguments that the message names.");

    public static readonly ErrorCode ExplainWithoutImage = new("MIR9025", ExitCode.Configuration,
        "The target Explain was not told which image.", "Add --image with a reference, a digest or a name.");

    public static readonly ErrorCode SigningKeyInvalid = new("MIR9026", ExitCode.Configuration,
        "The file of '--sign' is not there, or holds no private key that can be used.", "Give an elliptic-curve or RSA key in PEM without a password: openssl ecparam -genkey -name prime256v1 -noout.");

    public static readonly ErrorCode NewExists = new("MIR9027", ExitCode.Configuration,
        "A file that the target New would write is there already.", "Name another folder with --config, or remove what is there.");

    public static readonly ErrorCode NewEmpty = new("MIR9028", ExitCode.Configuration,
        "The target New was not told what to mirror.", "Add --channel, --catalog with --package, or --image; on a terminal it asks.");

    public static readonly ErrorCode PortInUse = new("MIR9101", ExitCode.Failed,
        "A server of Mirror cannot listen, because another program has the port.", "Stop that program or choose another port; 0 takes any free one.");

    public static readonly ErrorCode ContentNotInStore = new("MIR9102", ExitCode.Failed,
        "An image cannot be served from the content store, because part of it is not there.", "Run Fetch with the same configuration and store.");
}
