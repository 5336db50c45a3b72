using LoadLab.Core;
using LoadLab.Core.Files;
using LoadLab.Core.Running;
using LoadLab.Core.Store;
using LoadLab.Preparation;
using LoadLab.Preparation.Invocations;
using LoadLab.Reporting.Html;
using LoadLab.Reporting.Markdown;

namespace LoadLab.Testing;

/// <summary>Makes a load test, by the same way through the code as <c>loadlab run</c>.</summary>
internal sealed class LoadTestRunner(LoadTestOptions options)
{
    /// <summary>Two loads at once would measure each other.</summary>
    private static readonly SemaphoreSlim s_one = new(1, 1);

    private static readonly IReport<JudgedRun>[] s_reports = [new HtmlReport(), new MarkdownReport()];

    public async Task<LoadTestResult> RunAsync(CancellationToken cancellationToken)
    {
        await s_one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunAloneAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            s_one.Release();
        }
    }

    private async Task<LoadTestResult> RunAloneAsync(CancellationToken cancellationToken)
    {
        HostThreads.Prepare();
        var program = AppContext.BaseDirectory;
        var home = Home.Find(Environment.GetEnvironmentVariable(Home.Variable), program, program);
        var runs = new RunComposition(home, program, Environment.GetEnvironmentVariable, beside: program);
        var write = new HiddenOutput(options.Output, runs.Variables);
        if (options.StackStarted is { } started)
        {
            runs = runs.WithProviders(provider => new ToldProvider(provider, started));
        }

        try
        {
            foreach (var file in options.EnvironmentFiles)
            {
                runs.Variables.AddFile(Path.GetFullPath(file, home));
            }

            for (var attempt = 1; ; attempt++)
            {
                var result = await MakeAsync(runs, home, write, cancellationToken).ConfigureAwait(false);
                if (attempt == options.Attempts || cancellationToken.IsCancellationRequested || !Disturbance.Is(result.Run))
                {
                    return result;
                }

                write.Line(FormattableString.Invariant($"The machine disturbed the run ({Disturbance.Why(result.Run)}). It is made again: attempt {attempt + 1} of {options.Attempts}."));
            }
        }
        catch (LoadLabException fault)
        {
            // A test framework prints the exceptions within an exception too, NUnit with all that they have: what says the same again stays here, and what has a secret in it.
            var cause = fault.InnerException is { } inner && runs.Variables.Hide(inner.ToString()) == inner.ToString() ? inner : null;
            throw new LoadTestNotMadeException(runs.Variables.Hide(NotMadeText.Of(fault, options)), cause);
        }
    }

    private async Task<LoadTestResult> MakeAsync(RunComposition runs, string home, HiddenOutput write, CancellationToken cancellationToken)
    {
        var prepared = Prepare(runs, home);
        var store = new RunStore(options.Results is { } folder ? Path.GetFullPath(folder, home) : options.Scenario is null ? runs.Folders.OfSuite(Suite(home)) : runs.Folders.Here);
        var observer = RunObservers.Of(new OutputObserver(write), options.Observer);
        var made = await runs.CreateRunner(store, prepared).RunAsync(prepared.Plan, prepared.Scenarios, observer, cancellationToken).ConfigureAwait(false);
        if (made.StoreFault is { } fault)
        {
            throw fault;
        }

        var report = await WriteAsync(made, write).ConfigureAwait(false);
        var text = runs.Variables.Hide(ResultText.Of(made, report));
        write.Lines(text);
        return new LoadTestResult(made, report, text, runs.Variables.Hide(Advice.Of(made, options.Scenario is null)));
    }

    private PreparedRun Prepare(RunComposition runs, string home)
    {
        var arguments = new RunArguments
        {
            Suite = options.Scenario is null ? Suite(home) : options.Suite,
            Stack = options.Stack,
            Seed = options.Seed,
            Labels = options.Labels,
            Results = options.Results is { } folder ? Path.GetFullPath(folder, home) : null,
            Overrides = [.. Target(), .. options.Overrides],
        };
        return options.Scenario is { } scenario ? runs.Prepare(arguments, CodedSuite.Of(scenario, options.Catalogue, home)) : runs.Prepare(arguments);
    }

    private IEnumerable<KeyValuePair<string, string>> Target() => new (ExternalKey Key, string? Value)[]
    {
        (ExternalKeys.BaseUrl, options.Address?.ToString()), (ExternalKeys.Postgres, options.Postgres), (ExternalKeys.Redis, options.Redis), (ExternalKeys.MetricsPath, options.MetricsPath),
    }.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key.Key, pair.Value!));

    /// <summary>A path starts from the root of the project: the working directory of a test is where its runner was started.</summary>
    private string Suite(string home) => Core.Suites.SuiteCatalog.IsPath(options.Suite) || K6.K6Script.IsScript(options.Suite) ? Path.GetFullPath(options.Suite, home) : options.Suite;

    /// <summary>A report that cannot be written changes no verdict: the run stands in <c>run.json</c>.</summary>
    private static async Task<string> WriteAsync(RunResult made, HiddenOutput write)
    {
        var first = "";
        foreach (var report in s_reports)
        {
            try
            {
                var files = await report.WriteAsync(new JudgedRun(made.Record, made.Evaluation), Path.Combine(made.Directory, report.FileName), CancellationToken.None).ConfigureAwait(false);
                first = first.Length == 0 ? files[0] : first;
            }
            catch (Exception fault) when (DiskFault.Is(fault) || fault is LoadLabException)
            {
                write.Line($"{report.FileName} could not be written: {fault.Message}");
            }
        }

        return first.Length == 0 ? made.Directory : first;
    }

    /// <summary>Tells when a stack is up.</summary>
    private sealed class ToldProvider(IStackProvider inner, Action<IStack> started) : IStackProvider
    {
        public string Kind => inner.Kind;

        public Task<IReadOnlyList<string>> FindObstaclesAsync(Core.Runs.StackPlan plan, CancellationToken cancellationToken) => inner.FindObstaclesAsync(plan, cancellationToken);

        public async Task<IStack> StartAsync(Core.Runs.StackPlan plan, long seed, IProgress<string> progress, CancellationToken cancellationToken)
        {
            var stack = await inner.StartAsync(plan, seed, progress, cancellationToken).ConfigureAwait(false);
            started(stack);
            return stack;
        }
    }
}
