using System.Diagnostics.CodeAnalysis;

namespace Mirror.Charts.Templating;

/// <summary>Templates by name. A set over another one, as <c>tpl</c> makes it, sees the other's templates and can hide them.</summary>
internal sealed class TemplateSet(TemplateSet? below = null)
{
    private readonly Dictionary<string, Template> _templates = new(StringComparer.Ordinal);

    /// <summary>How many sets are stacked.</summary>
    public int Depth { get; } = below is null ? 1 : below.Depth + 1;

    public bool TryGet(string name, [NotNullWhen(true)] out Template? template)
    {
        for (var set = this; set is not null; set = set.Below)
        {
            if (set._templates.TryGetValue(name, out template))
            {
                return true;
            }
        }

        template = null;
        return false;
    }

    public void Add(Template template)
    {
        if (!template.IsEmpty || !TryGet(template.Name, out _))
        {
            _templates[template.Name] = template;
        }
    }

    private TemplateSet? Below { get; } = below;
}
