using System.Text.RegularExpressions;

namespace Mirror.Charts.Functions;

/// <summary>A pattern of RE2, ready to match; groups have the numbers that RE2 gives them.</summary>
internal sealed record ParsedRegex(Regex Regex, IReadOnlyDictionary<string, int> Names);
