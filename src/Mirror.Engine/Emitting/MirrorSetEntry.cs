namespace Mirror.Engine.Emitting;

/// <summary>One line of a mirror set: clusters that want <see cref="Source"/> ask <see cref="Mirrors"/> instead.</summary>
internal sealed record MirrorSetEntry(MirrorSetCategory Category, string Source, IReadOnlyList<string> Mirrors);
