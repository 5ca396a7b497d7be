namespace Mirror.Charts.Templating.Nodes;

/// <summary>A part of a parsed template; <paramref name="Position"/> is an offset into its source.</summary>
internal abstract record Node(int Position);
