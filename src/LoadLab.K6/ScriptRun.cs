using System.Collections.Concurrent;
using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.K6.Hosting;
using LoadLab.K6.Loads;
using LoadLab.K6.Metrics;
using LoadLab.K6.Scripts;
using LoadLab.K6.State;
using LoadLab.K6.Summaries;
using LoadLab.Sdk;

namespace LoadLab.K6;

/// <summary>A script while it runs: its users, their threads, what setup gave. One run at a time; each begins anew.</summary>
internal sealed class ScriptRun : IDisposable
{
    private const int MostPreparedThreads = 1_000;
    private static readonly TimeSpan SummaryTimeout = TimeSpan.FromSeconds(120);

    private readonly ScriptFiles _files;
    private readonly K6Arguments _arguments;
    private readonly string _optionsJson;
    private readonly ConcurrentDictionary<string, IScenarioContext> _contexts = new(StringComparer.Ordinal);
    private Dictionary<string, ScenarioFacts> _facts = [];
    private ScriptThreads _threads = new();
    private ScriptUser? _first;
    private string? _data;
    private bool _isSetUp;
    private int _begun;
    private int _cleaned;

    public ScriptRun(ScriptFiles files, K6Arguments arguments, ScriptOptions options, string optionsJson, ScriptScenarios scenarios, ScriptSummary summary, IReadOnlyList<string> warnings)
    {
        (_files, _arguments, Options, _optionsJson, Named, Summary, Warnings) = (files, arguments, options, optionsJson, scenarios, summary, warnings);
        Test = new ScriptTest(files, arguments.Environment, arguments.Time);
        Users = new ScriptUsers(Test, [], areApart: false);
    }

    public ScriptTest Test { get; private set; }

    public ScriptUsers Users { get; private set; }

    public ScriptOptions Options { get; }

    public ScriptScenarios Named { get; }

    public ScriptSummary Summary { get; }

    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Metrics that the script declares.</summary>
    public IReadOnlyList<LoadLab.Sdk.Metric> Metrics { get; init; } = [];

    public IReadOnlyList<ScenarioProps> Scenarios => field ??= [.. Named.Names.Select(Create)];

    /// <summary>The plan that is run.</summary>
    public RunPlan? Plan { get; private set; }

    /// <summary>All metrics and checks as they are now.</summary>
    public ScriptResults Results() => Test.Metrics.ToResults(Options.TrendStatistics, Test.Seconds);

    /// <summary>Begins a run: nothing of the one before is left.</summary>
    public void Begin(LoadRequest request)
    {
        Plan = request.Plan;
        Test = new ScriptTest(_files, _arguments.Environment, _arguments.Time) { Requests = Options.Requests, OptionsJson = _optionsJson, Seed = Plan.Seed };
        if (Options.Thresholds.Any(threshold => threshold.Metric == FailureMark.Metric))
        {
            FailureMark.Declare(Test.Metrics);
        }

        var targets = request.BaseAddress == K6Script.NoTarget ? [] : request.Instances.Select(address => address.ToString().TrimEnd('/')).ToList();
        Users = new ScriptUsers(Test, targets, areApart: request.NextPhase is not null || Plan.Phases.All(phase => phase.StartAt is null));
        Test.Users = () => Users.Count;
        (_threads, _first, _data, _isSetUp, _begun, _cleaned) = (new ScriptThreads(), null, null, false, 0, 0);
        _facts = Named.Names.ToDictionary(name => name, name => Named.FactsOf(name, Plan), StringComparer.Ordinal);
        _contexts.Clear();
    }

    /// <summary>No new iterations of a scenario.</summary>
    public void StopScenario(string name, string reason)
    {
        if (_contexts.TryGetValue(name, out var context))
        {
            context.StopScenario(name, reason);
        }
    }

    /// <summary>Ends the iterations of a scenario that are under way; of one user only, and only what began before a time stamp, where they are given.</summary>
    public void Cut(string scenario, int? instance = null, long before = long.MaxValue)
    {
        foreach (var user in Users.Taken.Where(user => user.IsBusy && user.State.Scenario?.Name == scenario && (instance is null || user.Instance == instance) && user.Began < before))
        {
            user.State.Cut();
        }
    }

    /// <summary>Makes the users of a phase that were not made yet; before it starts.</summary>
    public void Prepare(PhasePlan phase)
    {
        Users.Renew();
        _threads.RunAsync(() =>
        {
            Users.Prepare(ScriptUsers.NeedOf(phase), CancellationToken.None);
            return true;
        }).GetAwaiter().GetResult();
    }

    /// <summary>Writes the summary, as <c>handleSummary</c> wants it where there is one.</summary>
    public Task SummariseAsync(ScriptResults results) => _first is not { } first ? Task.CompletedTask
        : _threads.RunAsync(() =>
        {
            Summary.Write(results, Test.Seconds, _data, data => Within(SummaryTimeout, "handleSummary()", token => first.HandleSummary(data, token), CancellationToken.None), Test.Say);
            return true;
        });

    public void Dispose()
    {
        Users.CloseConnections();
        _first?.State.Connections.Dispose();
        _threads.Dispose();
    }

    private ScenarioProps Create(string name)
    {
        // What follows an answer is LoadLab's own code, and never blocks; the script itself has its own threads.
        return Scenario.Create(name, context =>
        {
            var user = context.UserState(() =>
            {
                _contexts[name] = context;
                return Users.Take();
            });
            user.Reserve();
            return _threads.RunAsync(() => user.Iterate(context, _facts[name], _data));
        }).WithInlineCompletions().WithInit(InitAsync).WithClean(CleanAsync).WithMetrics([.. Metrics]);
    }

    /// <summary>Makes the users that the load begins with, so that none of them is made while it is measured; then runs setup. Once for all scenarios.</summary>
    private async Task InitAsync(IScenarioInitContext context)
    {
        if (Interlocked.Exchange(ref _begun, 1) != 0)
        {
            return;
        }

        Test.Say = line => context.Logger.Information("{Line}", line);
        var users = Plan!.Capacity is null ? Users.NeedOf(Plan.Phases) : 0;
        _threads.Prepare(Math.Clamp(users, 1, MostPreparedThreads));
        await WarmUp.RunAsync(_threads, Plan.Capacity is null ? Math.Clamp(users, 1, MostPreparedThreads) : MostPreparedThreads, context.HttpClient, Test.Say, context.CancellationToken).ConfigureAwait(false);
        _first = await _threads.RunAsync(() =>
        {
            var first = new ScriptUser(Test, 0, Users.TargetOf(0));
            Test.Metrics.AddParts(Options.Thresholds.Select(threshold => threshold.Metric));
            Users.Prepare(users, context.CancellationToken);
            return first;
        }).ConfigureAwait(false);
        if (!Options.NoSetup)
        {
            _data = await _threads.RunAsync(() => Within(Options.SetupTimeout, "setup()", token => _first.Setup(context.HttpClient, token), context.CancellationToken)).ConfigureAwait(false);
        }

        _isSetUp = true;
        Test.Started = Test.Time.GetTimestamp();
    }

    private async Task CleanAsync(IScenarioInitContext context)
    {
        if (_isSetUp && !Options.NoTeardown && Interlocked.Exchange(ref _cleaned, 1) == 0)
        {
            await _threads.RunAsync(() => Within(Options.TeardownTimeout, "teardown()", token =>
            {
                _first!.Teardown(context.HttpClient, _data, token);
                return "";
            }, CancellationToken.None)).ConfigureAwait(false);
        }
    }

    /// <exception cref="LoadLabException">It threw, or took too long (107).</exception>
    private T Within<T>(TimeSpan limit, string what, Func<CancellationToken, T> run, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ended.CancelAfter(limit);
        try
        {
            return run(ended.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new LoadLabException(ExitCode.ScenarioInitFailed, FormattableString.Invariant($"{what} took longer than {limit.TotalSeconds:0.###} s and was ended."), what is "setup()" or "teardown()" ? $"Raise options.{what[..^2]}Timeout, or make it shorter." : "Make it shorter.");
        }
        catch (Jint.JintException fault)
        {
            throw new LoadLabException(ExitCode.ScenarioInitFailed, $"{what} failed: {ScriptFaults.Describe(fault)}{ScriptPlace.Of(Test.Files, fault)}", "Mend it, or what it needs.", fault);
        }
    }
}
