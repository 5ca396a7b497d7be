namespace Mirror.Build.Reporting;

/// <summary>Colours of the terminal's own palette, by their SGR codes (ECMA-48 8.3.117).</summary>
internal enum Colour
{
    Plain = 0,
    Bold = 1,
    Faint = 2,
    Red = 31,
    Green = 32,
    Yellow = 33,
}
