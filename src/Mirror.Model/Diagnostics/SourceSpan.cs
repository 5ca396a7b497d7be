namespace Mirror.Model.Diagnostics;

/// <summary>
/// A place in a text file; lines and columns count from 1, columns in characters. The end is exclusive. <see cref="File"/> is the path as
/// the user gave it, so that an editor can jump to it.
/// </summary>
public sealed record SourceSpan(string File, int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>A place without extent.</summary>
    public static SourceSpan At(string file, int line, int column) => new(file, line, column, line, column);

    /// <summary>The form that MSBuild, editors and CI systems recognise: <c>file(line,column)</c>.</summary>
    public override string ToString() => Line > 0 ? $"{File}({Line},{Column})" : File;
}
