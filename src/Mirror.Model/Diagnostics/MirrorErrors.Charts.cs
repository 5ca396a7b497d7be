namespace Mirror.Model.Diagnostics;

// 7xxx: charts.
public static partial class MirrorErrors
{
    public static readonly ErrorCode ChartUnreadable = new("MIR7001", ExitCode.Configuration,
        "What should be a chart cannot be read as one.", "Check the path or the repository; 'helm lint' tells more.");

    public static readonly ErrorCode ChartValuesInvalid = new("MIR7002", ExitCode.Configuration,
        "Values of a chart, or a file of them, cannot be read.", "Mend 'values' or the file that the message names.");

    public static readonly ErrorCode ChartTemplateInvalid = new("MIR7003", ExitCode.Source,
        "A template of a chart is not valid, or uses a function that Mirror does not have.", "Take another version of the chart, or report it to its maintainers.");

    public static readonly ErrorCode ChartRenderingFailed = new("MIR7004", ExitCode.Configuration,
        "A template of a chart fails with the values that it gets.", "Give the chart the values that it needs with 'values' or 'valuesFiles'.");

    public static readonly ErrorCode ChartValueRequired = new("MIR7005", ExitCode.Configuration,
        "A chart asks for a value that it did not get.", "Give it with 'values' or 'valuesFiles' at the entry that the message points to.");

    public static readonly ErrorCode ChartManifestInvalid = new("MIR7006", ExitCode.Source,
        "What a chart renders to is not YAML.", "Check the values; otherwise take another version of the chart, or report it to its maintainers.");

    public static readonly ErrorCode ChartTooLarge = new("MIR7007", ExitCode.Source,
        "A chart is larger, deeper or takes longer than any real one.", "Check the address; the chart is damaged or hostile.");

    public static readonly ErrorCode ChartImagePathInvalid = new("MIR7008", ExitCode.Configuration,
        "An image path is not a JSONPath template as kubectl has it.", "Mend it; a path looks like '{.spec.containers[*].image}'.");

    public static readonly ErrorCode ChartImageSkipped = new("MIR7501", ExitCode.Complete,
        "A chart names something as an image that is none; it is left out.", "If it should be one, set it with the chart's 'values'; else nothing to do.");

    public static readonly ErrorCode ChartInputMissing = new("MIR7502", ExitCode.Complete,
        "A chart on disk or a values file is gone; the lock is used as it is.", "Restore the file, or remove the entry that names it.");

    public static readonly ErrorCode ChartVersionSkipped = new("MIR7503", ExitCode.Complete,
        "The index of a chart repository lists something that is no semantic version; it is left out, as Helm does.", "Nothing to do; the owner of the repository may mend it.");

    public static readonly ErrorCode ChartExclusionUnused = new("MIR7504", ExitCode.Complete,
        "An entry of 'exclude' leaves nothing out: the index of the chart repository has no such chart, or no such version of it.", "Correct 'name' or 'version', or remove the entry.");
}
