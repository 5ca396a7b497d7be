using System.Text;
using Mirror.Charts.Rendering;

namespace Mirror.Charts.Values;

/// <summary>A text that grows only as far as the budget lets it.</summary>
internal sealed class TextBuilder(RenderBudget budget)
{
    private readonly StringBuilder _text = new();

    public int Length => _text.Length;

    public RenderBudget Budget => budget;

    public TextBuilder Append(string text)
    {
        budget.Text(text.Length);
        _text.Append(text);
        return this;
    }

    public TextBuilder Append(ReadOnlySpan<char> text)
    {
        budget.Text(text.Length);
        _text.Append(text);
        return this;
    }

    public TextBuilder Append(char character, int count = 1)
    {
        budget.Text(count);
        _text.Append(character, Math.Max(count, 0));
        return this;
    }

    public override string ToString() => _text.ToString();
}
