using Mirror.Engine.Resolving.Operators.Reading;

namespace Mirror.Engine.Resolving.Operators;

/// <summary>
/// A blob of a catalog that was kept. <see cref="Package"/> is the package it is filtered with, empty for none; <see cref="Origin"/> is the file
/// below the catalog's folder and the line it starts at.
/// </summary>
public sealed record CatalogBlob(string Schema, string Name, string Package, SourceSpan Origin, BlobHandle Content)
{
    /// <summary>Which of the files that were read this is from: a path can come twice.</summary>
    internal int File { get; init; }
}
