using System.Globalization;

namespace Mirror.Charts.Rendering;

/// <summary>What is left of a rendering's limits; every loop and every text that a template can make larger is charged here.</summary>
internal sealed class RenderBudget(RenderLimits limits, TimeProvider clock, CancellationToken cancellationToken)
{
    // The clock and the token cost more than a step.
    private const int StepsBetweenChecks = 4096;

    private readonly long _start = clock.GetTimestamp();
    private long _steps = limits.MaxSteps;
    private long _text = limits.MaxText;
    private int _untilCheck = StepsBetweenChecks;

    public int MaxCallDepth => limits.MaxCallDepth;

    public void Step()
    {
        _steps--;
        if (--_untilCheck <= 0)
        {
            Check();
        }
    }

    public void Steps(long count)
    {
        _steps -= Math.Max(count, 0);
        _untilCheck -= (int)Math.Min(count, StepsBetweenChecks);
        if (_untilCheck <= 0 || _steps < 0)
        {
            Check();
        }
    }

    /// <summary>Called before the text is made, so that it never is when it is too long.</summary>
    public void Text(long length)
    {
        _text -= Math.Max(length, 0);
        if (_text < 0)
        {
            throw Refusal(string.Create(CultureInfo.InvariantCulture, $"The templates make more than {limits.MaxText} characters of text."));
        }
    }

    private void Check()
    {
        _untilCheck = StepsBetweenChecks;
        cancellationToken.ThrowIfCancellationRequested();
        if (_steps < 0)
        {
            throw Refusal(string.Create(CultureInfo.InvariantCulture, $"The templates take more than {limits.MaxSteps} steps."));
        }

        if (clock.GetElapsedTime(_start) > limits.MaxTime)
        {
            throw Refusal(string.Create(CultureInfo.InvariantCulture, $"The templates take longer than {limits.MaxTime.TotalSeconds} seconds."));
        }
    }

    private static FunctionException Refusal(string reason) => new(reason, ChartFailure.Limit);
}
