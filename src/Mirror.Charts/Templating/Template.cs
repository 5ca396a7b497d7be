using Mirror.Charts.Templating.Nodes;

namespace Mirror.Charts.Templating;

/// <summary>A parsed template: a file, or what <c>define</c> and <c>block</c> made in it.</summary>
internal sealed record Template(string Name, TemplateSource Source, ListNode Body)
{
    /// <summary>Only white space and definitions: such a template does not replace another of its name.</summary>
    public bool IsEmpty => Body.Nodes.All(node => node is TextNode { Text: var text } && string.IsNullOrWhiteSpace(text));
}
