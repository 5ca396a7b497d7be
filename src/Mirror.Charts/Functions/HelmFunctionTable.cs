using Mirror.Charts.Templating;

namespace Mirror.Charts.Functions;

/// <summary>The function set of Helm 3: text/template's own, Sprig's without the environment, and Helm's.</summary>
internal static class HelmFunctionTable
{
    public static FunctionTable Instance { get; } = new(
    [
        .. BuiltinFunctions.All,
        .. StringFunctions.All,
        .. ListFunctions.All,
        .. DictionaryFunctions.All,
        .. MathFunctions.All,
        .. DefaultFunctions.All,
        .. EncodingFunctions.All,
        .. PathFunctions.All,
        .. UrlFunctions.All,
        .. RegexFunctions.All,
        .. RandomFunctions.All,
        .. DateFunctions.All,
        .. SemverFunctions.All,
        .. CryptoFunctions.All,
        .. HelmFunctions.All,
    ]);
}
