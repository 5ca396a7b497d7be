namespace Mirror.Engine.Resolving.Operators.Reading;

/// <summary>
/// What is wrong with a blob, as a clause; never leaves the reader, which adds catalog, file and line. Lines count from 1 in the blob; 0 is the
/// blob as a whole.
/// </summary>
internal sealed class CatalogFormatException(string problem, int line = 0, int column = 0, Exception? innerException = null)
    : Exception(problem, innerException)
{
    public int Line { get; } = line;

    public int Column { get; } = column;
}
