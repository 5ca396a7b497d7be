namespace Mirror.Model.Configuration;

/// <summary>The words of the configuration for <see cref="SignaturePolicy"/>.</summary>
public static class SignaturePolicies
{
    /// <summary>Every word that the configuration knows.</summary>
    public static IReadOnlyList<string> Words { get; } = ["required", "if-present", "ignore"];

    /// <summary>The word of the configuration.</summary>
    public static string ToWord(this SignaturePolicy policy) => policy switch
    {
        SignaturePolicy.Required => "required",
        SignaturePolicy.IfPresent => "if-present",
        SignaturePolicy.Ignore => "ignore",
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, null),
    };

    /// <summary>Accepts exactly the words of the configuration.</summary>
    public static bool TryParse(string word, out SignaturePolicy policy)
    {
        SignaturePolicy? found = word switch
        {
            "required" => SignaturePolicy.Required,
            "if-present" => SignaturePolicy.IfPresent,
            "ignore" => SignaturePolicy.Ignore,
            _ => null,
        };
        policy = found.GetValueOrDefault();
        return found is not null;
    }
}
