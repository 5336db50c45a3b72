using System.Collections.Concurrent;
using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.K6.Hosting;
using LoadLab.K6.Loads;
using LoadLab.K6.Scripts;
using LoadLab.K6.State;
using LoadLab.Sdk;

namespace LoadLab.K6;

/// <summary>A script while it runs: its users, their threads, what setup gave.</summary>
internal sealed class ScriptRun : IDisposable
{
    private const int MostPreparedThreads = 1_000;

    private readonly ConcurrentQueue<ScriptUser> _prepared = new();
    private readonly ConcurrentDictionary<string, IScenarioContext> _contexts = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<ScriptUser> _all = [];
    private readonly ScriptThreads _threads = new();
    private readonly ScriptUser _first;
    private string? _data;
    private bool _isSetUp;

    public ScriptRun(ScriptTest test, ScriptOptions options, ScriptUser first, IReadOnlyList<string> warnings)
    {
        Test = test;
        Options = options;
        Warnings = warnings;
        _first = first;
        Scenarios = [.. options.Scenarios.Select((scenario, index) => Create(scenario, isFirst: index == 0))];
    }

    public ScriptTest Test { get; }

    public ScriptOptions Options { get; }

    public IReadOnlyList<string> Warnings { get; }

    public IReadOnlyList<ScenarioProps> Scenarios { get; }

    /// <summary>All metrics and checks as they are now.</summary>
    public ScriptResults Results() => Test.Metrics.ToResults(Options.TrendStatistics, Test.Seconds);

    /// <summary>No new iterations of a scenario.</summary>
    public void StopScenario(string name, string reason)
    {
        if (_contexts.TryGetValue(name, out var context))
        {
            context.StopScenario(name, reason);
        }
    }

    /// <summary>Ends the iterations of a scenario that are under way.</summary>
    public void CutScenario(string name)
    {
        foreach (var user in _all.Where(user => user.State.Scenario?.Name == name))
        {
            user.State.Cut();
        }
    }

    public void Dispose() => _threads.Dispose();

    private ScenarioProps Create(ScriptScenario scenario, bool isFirst)
    {
        var facts = scenario.Facts;
        var props = Scenario.Create(facts.Name, context =>
        {
            _contexts.TryAdd(facts.Name, context);
            var user = context.UserState(TakeUser);
            return _threads.RunAsync(() => user.Iterate(context, facts, _data));
        });
        return isFirst ? props.WithInit(InitAsync).WithClean(CleanAsync) : props;
    }

    /// <summary>Makes the users that the load begins with, so that none of them is made while it is measured; then runs setup.</summary>
    private async Task InitAsync(IScenarioInitContext context)
    {
        Test.Say = line => context.Logger.Information("{Line}", line);
        var users = Options.Scenarios.Sum(scenario => scenario.Phase.Model == LoadModel.Open ? scenario.Phase.PreparedVirtualUsers : scenario.Phase.MaxVirtualUsers);
        _threads.Prepare(Math.Min(users, MostPreparedThreads));
        await _threads.RunAsync(() =>
        {
            for (var made = 0; made < users && !context.CancellationToken.IsCancellationRequested; made++)
            {
                _prepared.Enqueue(CreateUser());
            }

            return true;
        }).ConfigureAwait(false);
        _data = await _threads.RunAsync(() => Within(Options.SetupTimeout, "setup()", token => _first.Setup(context.HttpClient, token), context.CancellationToken)).ConfigureAwait(false);
        _isSetUp = true;
        Test.Started = Test.Time.GetTimestamp();
    }

    private async Task CleanAsync(IScenarioInitContext context)
    {
        if (_isSetUp)
        {
            await _threads.RunAsync(() => Within(Options.TeardownTimeout, "teardown()", token =>
            {
                _first.Teardown(context.HttpClient, _data, token);
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
            throw new LoadLabException(ExitCode.ScenarioInitFailed, FormattableString.Invariant($"{what} took longer than {limit.TotalSeconds:0.###} s and was ended."), $"Raise options.{what[..^2]}Timeout, or make it shorter.");
        }
        catch (Jint.JintException fault)
        {
            throw new LoadLabException(ExitCode.ScenarioInitFailed, $"{what} failed: {ScriptFaults.Describe(fault)}{ScriptPlace.Of(Test.Files, fault)}", "Mend it, or what it needs.", fault);
        }
    }

    private ScriptUser TakeUser() => _prepared.TryDequeue(out var user) ? user : CreateUser();

    private ScriptUser CreateUser()
    {
        var user = new ScriptUser(Test, Test.NextUser());
        _all.Add(user);
        return user;
    }
}
