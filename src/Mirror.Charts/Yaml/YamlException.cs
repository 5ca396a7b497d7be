namespace Mirror.Charts.Yaml;

/// <summary>Text that is not YAML; the line counts from 1 and is 0 when it is not known.</summary>
internal sealed class YamlException(string message, int line, Exception? innerException = null) : Exception(message, innerException)
{
    public int Line => line;
}
