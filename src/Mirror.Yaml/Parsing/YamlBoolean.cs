namespace Mirror.Yaml.Parsing;

/// <summary>The words of YAML 1.1 that oc-mirror and Helm read as booleans.</summary>
internal static class YamlBoolean
{
    public static bool TryParse(string text, out bool value)
    {
        value = text is "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON";
        return value || text is "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF";
    }
}
