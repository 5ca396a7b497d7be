using Mirror.Charts.Functions;
using Mirror.Charts.Loading;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;

namespace Mirror.Charts.Rendering;

/// <summary>Renders charts as <c>helm template</c> does.</summary>
public static class ChartRenderer
{
    // Templates that include each other a thousand levels deep, as Helm allows.
    private const int StackSize = 64 * 1024 * 1024;

    private const string NotesFile = "NOTES.txt";

    /// <summary>Renders all templates and reads what they made.</summary>
    /// <exception cref="ChartException">A template, a value or a limit.</exception>
    public static RenderedChart Render(Chart chart, RenderOptions options, CancellationToken cancellationToken)
    {
        // Whatever is thrown there is thrown here: an exception that leaves a thread ends the process.
        RenderedChart? rendered = null;
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    rendered = RenderHere(chart, options, cancellationToken);
                }
                catch (Exception e)
                {
                    failure = e;
                }
            },
            StackSize);
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }

        return rendered!;
    }

    private static RenderedChart RenderHere(Chart chart, RenderOptions options, CancellationToken cancellationToken)
    {
        if (chart.Metadata.IsLibrary)
        {
            throw new ChartException(ChartFailure.Loading, $"The chart '{chart.Name}' is a library: it can only be used by other charts.");
        }

        var budget = new RenderBudget(options.Limits, options.Clock, cancellationToken);
        DependencyResolver.CheckComplete(chart);
        var resolved = DependencyResolver.Resolve(chart, options.Values.Map);
        var values = ValueMerge.Coalesce(resolved, options.Values.Map);
        var scope = new TemplateScope(options, resolved, values);
        var execution = Prepare(resolved.Name, scope, budget, options);
        var files = new List<RenderedFile>();
        long length = 0;
        foreach (var (path, data) in scope.Templates)
        {
            var name = path[(path.LastIndexOf('/') + 1)..];
            if (name.StartsWith('_'))
            {
                continue;
            }

            var text = Run(execution, resolved.Name, path, data);
            if (name != NotesFile)
            {
                files.Add(new RenderedFile(path, text.Replace("<no value>", "", StringComparison.Ordinal)));
                length += text.Length;
                if (length > options.Limits.MaxOutput)
                {
                    throw new ChartException(
                        ChartFailure.Limit,
                        $"The chart renders to more than {options.Limits.MaxOutput} characters.",
                        new ChartPosition(resolved.Name, path, 0, 0));
                }
            }
        }

        files.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return new RenderedChart(resolved.Name, files, Documents(resolved, files, cancellationToken));
    }

    private static Execution Prepare(string chart, TemplateScope scope, RenderBudget budget, RenderOptions options)
    {
        var functions = HelmFunctionTable.Instance;
        var templates = new TemplateSet();
        foreach (var (path, data) in scope.Templates)
        {
            foreach (var template in Parser.Parse(new TemplateSource(chart, path, data.Text), functions))
            {
                templates.Add(template);
            }
        }

        return new Execution(chart, functions, templates, budget) { Clock = options.Clock, Random = options.Random };
    }

    private static string Run(Execution execution, string chart, string path, TemplateScope.Entry entry)
    {
        entry.Data["Template"] = new GoMap { ["Name"] = path, ["BasePath"] = entry.BasePath };
        try
        {
            return execution.Run(path, entry.Data);
        }
        catch (FunctionException e)
        {
            throw new ChartException(e.Failure, e.Message, new ChartPosition(chart, path, 0, 0), innerException: e);
        }
    }

    private static List<RenderedDocument> Documents(Chart chart, List<RenderedFile> files, CancellationToken cancellationToken)
    {
        var documents = new List<RenderedDocument>();
        AddCrds(chart.Name, chart, chart.Name, documents);
        var made = new List<RenderedDocument>();
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            made.AddRange(ManifestSplitter.Split(chart.Name, file.Path, file.Text, isCrd: false));
        }

        documents.AddRange(made.Where(document => !document.IsHook).OrderBy(document => document.Kind, InstallOrder.Instance));
        documents.AddRange(made.Where(document => document.IsHook));
        return documents;
    }

    private static void AddCrds(string root, Chart chart, string path, List<RenderedDocument> documents)
    {
        foreach (var file in chart.Crds)
        {
            documents.AddRange(ManifestSplitter.Split(root, $"{path}/{file.Path}", GoText.FromBytes(ChartBuilder.TextOf(file)), isCrd: true));
        }

        foreach (var dependency in chart.Dependencies)
        {
            AddCrds(root, dependency, $"{path}/charts/{dependency.Name}", documents);
        }
    }
}
