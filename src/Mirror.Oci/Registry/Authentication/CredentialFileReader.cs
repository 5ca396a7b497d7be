using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Mirror.Model.Json;
using Mirror.Oci.Registry.Configuration;

namespace Mirror.Oci.Registry.Authentication;

/// <summary>Reads <c>auth.json</c>, docker's <c>config.json</c> and the legacy <c>.dockercfg</c>. No message repeats a value of the file.</summary>
internal static class CredentialFileReader
{
    /// <summary>In bytes; docker keeps other settings in the same file.</summary>
    public const int MaxSize = 4 << 20;

    private delegate void PropertyReader(ref Utf8JsonReader reader, string name);

    /// <exception cref="MirrorException">The file cannot be read, or is not JSON of this form.</exception>
    public static CredentialFile Read(CredentialFileLocation location)
    {
        var content = BoundedFile.Read(location.Path, MaxSize, MirrorErrors.CredentialFileUnreadable).AsSpan();
        return Parse(location, content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content);
    }

    private static CredentialFile Parse(CredentialFileLocation location, ReadOnlySpan<byte> content)
    {
        var entries = new List<KeyValuePair<string, CredentialEntry>>();
        var helpers = new Dictionary<string, string>(StringComparer.Ordinal);
        string? store = null;
        if (!Utf8.IsValid(content))
        {
            throw MirrorErrors.CredentialFileInvalid.Exception("The file is not UTF-8.", SourceSpan.At(location.Path, 1, 1));
        }

        var position = new TextPosition(location.Path, content.ToArray());
        var reader = new Utf8JsonReader(content);
        try
        {
            reader.Read();
            ReadObject(ref reader, position, location.IsLegacy ? ReadEntry : ReadRoot);
            reader.Read();
        }
        catch (JsonException exception)
        {
            throw MirrorErrors.CredentialFileInvalid.Exception(
                "The file is not JSON from here on.", position.At((int)(exception.LineNumber ?? 0), (int)(exception.BytePositionInLine ?? 0)));
        }

        return new CredentialFile(location.Path) { IsLegacy = location.IsLegacy, Entries = entries, Helpers = helpers, Store = store };

        void ReadRoot(ref Utf8JsonReader json, string name)
        {
            switch (name.ToUpperInvariant())
            {
                case "AUTHS":
                    ReadObject(ref json, position, ReadEntry);
                    break;
                case "CREDHELPERS":
                    ReadObject(ref json, position, ReadHelper);
                    break;
                case "CREDSSTORE":
                    store = ReadString(ref json, position) is { Length: > 0 } given ? given : null;
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        void ReadHelper(ref Utf8JsonReader json, string name) => helpers[name] = ReadString(ref json, position);

        void ReadEntry(ref Utf8JsonReader json, string name) => entries.Add(new(name, new EntryReader(position).Read(ref json)));
    }

    /// <summary>Reads an object's properties; null stands for an empty object, as programs write it that know no better.</summary>
    private static void ReadObject(ref Utf8JsonReader reader, TextPosition position, PropertyReader read)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw MirrorErrors.CredentialFileInvalid.Exception("An object is expected here.", position.Of(reader.TokenStartIndex));
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(ref reader, position);
            reader.Read();
            read(ref reader, name);
        }
    }

    private static string ReadString(ref Utf8JsonReader reader, TextPosition position) => reader.TokenType switch
    {
        JsonTokenType.Null => "",
        JsonTokenType.String => Text(ref reader, position),
        _ => throw MirrorErrors.CredentialFileInvalid.Exception("A string is expected here.", position.Of(reader.TokenStartIndex)),
    };

    private static string Text(ref Utf8JsonReader reader, TextPosition position) => JsonText.Find(ref reader)
        ?? throw MirrorErrors.CredentialFileInvalid.Exception("The string has an escape that is not a character.", position.Of(reader.TokenStartIndex));

    /// <summary>One entry: <c>auth</c> (base64 of user:password), or <c>username</c> and <c>password</c>, and maybe <c>identitytoken</c>.</summary>
    private sealed class EntryReader(TextPosition position)
    {
        private string _auth = "";
        private SourceSpan? _authSpan;
        private string _user = "";
        private string _password = "";
        private string _identityToken = "";

        public CredentialEntry Read(ref Utf8JsonReader reader)
        {
            ReadObject(ref reader, position, ReadProperty);
            if (_auth.Length > 0 && !TryDecode())
            {
                return new CredentialEntry(null, MirrorErrors.CredentialFileInvalid.Diagnostic("'auth' is not the base64 form of user:password.", _authSpan));
            }

            if (_identityToken.Length > 0)
            {
                return new CredentialEntry(RegistryCredential.Token(_identityToken, _user), null);
            }

            return new CredentialEntry(_user.Length + _password.Length > 0 ? RegistryCredential.Basic(_user, _password) : null, null);
        }

        private void ReadProperty(ref Utf8JsonReader reader, string name)
        {
            switch (name.ToUpperInvariant())
            {
                case "AUTH":
                    _authSpan = position.Of(reader.TokenStartIndex);
                    _auth = ReadString(ref reader, position);
                    break;
                case "USERNAME":
                    _user = ReadString(ref reader, position);
                    break;
                case "PASSWORD":
                    _password = ReadString(ref reader, position);
                    break;
                case "IDENTITYTOKEN":
                    _identityToken = ReadString(ref reader, position);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        private bool TryDecode()
        {
            var bytes = new byte[_auth.Length];
            if (!Convert.TryFromBase64String(_auth, bytes, out var length) || !Utf8.IsValid(bytes.AsSpan(0, length)))
            {
                return false;
            }

            var text = Encoding.UTF8.GetString(bytes, 0, length);
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                return false;
            }

            _user = text[..colon];
            _password = text[(colon + 1)..].Trim('\0');
            return true;
        }
    }
}
