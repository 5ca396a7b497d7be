namespace Mirror.Model.Oci;

/// <summary>What an instance of an index runs on. <see cref="Variant"/> is empty when the index does not tell.</summary>
public sealed record Platform(string Os, string Architecture, string Variant = "")
{
    /// <inheritdoc/>
    public override string ToString() => Variant.Length == 0 ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";
}
