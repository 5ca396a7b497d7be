using System.Text;
using Mirror.Model.Oci;

namespace Mirror.Testing;

/// <summary>Real digests of real bytes for tests that need a few distinct ones.</summary>
public static class TestDigest
{
    /// <summary>The digest of <paramref name="text"/>'s UTF-8 form.</summary>
    public static Digest Of(string text) => Digest.Of(Encoding.UTF8.GetBytes(text));
}
