namespace Mirror.Oci.Registry.Authentication;

/// <summary>One way in that a server offers (RFC 9110, section 11.6.1). Names of parameters are lower case.</summary>
internal sealed record AuthenticationChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    private const int MaxLength = 8 * 1024;
    private const int MaxChallenges = 16;
    private const int MaxParameters = 32;

    public bool IsBearer => Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase);

    public bool IsBasic => Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase);

    /// <summary>The parameter's value; empty when it is not there.</summary>
    public string this[string name] => Parameters.GetValueOrDefault(name, "");

    /// <summary>
    /// Reads every challenge in the values of <c>WWW-Authenticate</c>, several in one value included. Stops at the first thing it
    /// does not understand, and at limits that no honest server meets.
    /// </summary>
    public static IReadOnlyList<AuthenticationChallenge> Parse(IEnumerable<string> values)
    {
        var challenges = new List<AuthenticationChallenge>();
        foreach (var value in values)
        {
            var reader = new Reader(value.AsSpan(0, Math.Min(value.Length, MaxLength)));
            while (challenges.Count < MaxChallenges && reader.TryReadChallenge(out var challenge))
            {
                challenges.Add(challenge);
            }
        }

        return challenges;
    }

    private ref struct Reader(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public bool TryReadChallenge(out AuthenticationChallenge challenge)
        {
            challenge = null!;
            SkipSeparators();
            var scheme = ReadToken();
            if (scheme.Length == 0)
            {
                return false;
            }

            var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
            challenge = new AuthenticationChallenge(scheme, parameters);
            while (parameters.Count < MaxParameters && TryReadParameter(out var name, out var value))
            {
                // The first one counts, so that an appended one cannot override it.
                parameters.TryAdd(name, value);
            }

            return true;
        }

        // A token without '=' behind it begins the next challenge and is left for it.
        private bool TryReadParameter(out string name, out string value)
        {
            var start = _rest;
            value = "";
            SkipSeparators();
            name = ReadToken().ToLowerInvariant();
            SkipSpaces();
            if (name.Length == 0 || _rest.IsEmpty || _rest[0] != '=')
            {
                _rest = start;
                return false;
            }

            _rest = _rest[1..];
            SkipSpaces();
            value = !_rest.IsEmpty && _rest[0] == '"' ? ReadQuoted() : ReadToken();
            return true;
        }

        private string ReadToken()
        {
            var length = 0;
            while (length < _rest.Length && IsTokenCharacter(_rest[length]))
            {
                length++;
            }

            var token = _rest[..length].ToString();
            _rest = _rest[length..];
            return token;
        }

        private string ReadQuoted()
        {
            var value = new System.Text.StringBuilder();
            _rest = _rest[1..];
            while (!_rest.IsEmpty && _rest[0] != '"')
            {
                var escaped = _rest[0] == '\\' && _rest.Length > 1;
                value.Append(_rest[escaped ? 1 : 0]);
                _rest = _rest[(escaped ? 2 : 1)..];
            }

            _rest = _rest.IsEmpty ? _rest : _rest[1..];
            return value.ToString();
        }

        private void SkipSpaces() => _rest = _rest.TrimStart(" \t");

        private void SkipSeparators() => _rest = _rest.TrimStart(" \t,");

        // Some servers leave the quotes out, so '/' and ':' are taken as well; '=' and ',' end a token.
        private static bool IsTokenCharacter(char c) => c is > ' ' and < (char)127 and not ('=' or ',' or '"' or ';' or '<' or '>' or '(' or ')');
    }
}
