using Jint;
using Jint.Native;
using Jint.Native.Object;
using LoadLab.K6.Metrics;
using LoadLab.K6.Modules;
using LoadLab.K6.Scripts;
using LoadLab.K6.State;
using LoadLab.Sdk;

namespace LoadLab.K6.Hosting;

/// <summary>One virtual user of a script: an interpreter with its own copy of all that the script declares. One thread at a time.</summary>
internal sealed class ScriptUser
{
    private readonly JsEngine _engine;
    private readonly ObjectInstance _exports;
    private readonly ScriptEnvironment _environment;
    private int _isBusy;
    private JsValue? _data;

    /// <summary>Runs the script's own lines.</summary>
    /// <param name="test">What all users share.</param>
    /// <param name="number">Its number.</param>
    /// <param name="target">Address of the target, as <c>__ENV.BASE_URL</c> unless somebody else says it; null for none.</param>
    /// <param name="stream">Whose random numbers, among those of the run's seed.</param>
    /// <exception cref="Jint.Runtime.JavaScriptException">They threw.</exception>
    public ScriptUser(ScriptTest test, int number, string? target = null, int stream = 0)
    {
        State = new UserState(test, number);
        _environment = ScriptEnvironment.Of(test.Environment, target);
        _engine = ScriptLimits.Create(State, new ModuleLoading(test));
        Globals.AddTo(_engine, State);
        CoreModule.SeedRandom(_engine, test.Seed, stream);
        _environment.AddTo(_engine);
        ModuleSources.AddTo(_engine, State);
        _exports = ScriptLimits.Guarded(_engine, () => _engine.Modules.Import("./" + Path.GetFileName(test.Files.Main)));
    }

    public UserState State { get; }

    /// <summary>Number of the engine's user that it is, from 0.</summary>
    public int Instance { get; private set; }

    /// <summary>Time stamp at which its last iteration began.</summary>
    public long Began { get; private set; }

    /// <summary>True while it has an iteration to run.</summary>
    public bool IsBusy => Volatile.Read(ref _isBusy) > 0;

    /// <summary>Names of the functions that the script exports.</summary>
    public IReadOnlyList<string> Functions => [.. Js.Properties(_exports).Where(export => export.Value.IsCallable()).Select(export => export.Key)];

    /// <summary>The exported options as JSON; null when there are none.</summary>
    public string? OptionsJson() => _exports.Get("options") is { } options && !options.IsMissing() ? Js.Json(_engine, options) : null;

    /// <summary>Runs <c>setup()</c> and gives what it returns as JSON; null when there is none.</summary>
    public string? Setup(HttpClient client, CancellationToken token)
    {
        (State.Stage, State.Client) = (ScriptStage.Setup, client);
        using var cut = token.Register(State.Cut);
        return Has("setup") ? Js.Json(_engine, Run("setup")) : null;
    }

    /// <summary>Runs <c>teardown(data)</c>, if there is one.</summary>
    public void Teardown(HttpClient client, string? data, CancellationToken token)
    {
        if (Has("teardown"))
        {
            State.Restore();
            (State.Stage, State.Client, State.Group) = (ScriptStage.Teardown, client, "");
            using var cut = token.Register(State.Cut);
            Run("teardown", data is null ? JsValue.Undefined : Js.Parse(_engine, data));
        }
    }

    /// <summary>What the default function returns, as a text, without an engine around it.</summary>
    internal string Evaluate()
    {
        State.Stage = ScriptStage.Iteration;
        return Js.Text(Run("default"));
    }

    /// <summary>What <c>handleSummary(data)</c> returns: where to, and the text; null for what is no text.</summary>
    /// <param name="data">The data as JSON.</param>
    /// <param name="token">Ends it.</param>
    public IReadOnlyList<KeyValuePair<string, string?>> HandleSummary(string data, CancellationToken token)
    {
        State.Restore();
        (State.Stage, State.Group) = (ScriptStage.Teardown, "");
        using var cut = token.Register(State.Cut);

        // The load's own connections have ended with it.
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
        State.Client = client;
        return Finish(_engine.Call(_exports.Get("handleSummary"), JsValue.Undefined, [Js.Parse(_engine, data)])) is ObjectInstance outputs
            ? [.. Js.Properties(outputs).Select(output => new KeyValuePair<string, string?>(output.Key, output.Value.IsString() ? output.Value.AsString() : null))]
            : [];
    }

    /// <summary>Says that an iteration is about to run: until it has ended nobody else may have the user.</summary>
    public void Reserve() => Interlocked.Increment(ref _isBusy);

    /// <summary>True when the script exports a function of this name.</summary>
    public bool Has(string function) => _exports.Get(function).IsCallable();

    /// <summary>Runs one iteration on this thread.</summary>
    /// <param name="context">The iteration.</param>
    /// <param name="scenario">Its scenario.</param>
    /// <param name="data">What setup returned, as JSON; null for nothing.</param>
    public IResponse Iterate(IScenarioContext context, ScenarioFacts scenario, string? data)
    {
        var started = State.Test.Time.GetTimestamp();
        var response = RunIteration(context, scenario, data);
        if (State.Test.Requests.MinIteration > TimeSpan.Zero)
        {
            try
            {
                State.Sleep(State.Test.Requests.MinIteration - State.Test.Time.GetElapsedTime(started));
            }
            catch (ScriptCutOffException)
            {
                // The iteration itself had ended.
            }
        }

        return response;
    }

    private Response<object> RunIteration(IScenarioContext context, ScenarioFacts scenario, string? data)
    {
        Begin(context, scenario);
        Instance = context.ScenarioInfo.InstanceNumber;
        Began = State.Test.Time.GetTimestamp();
        var started = State.Test.Time.GetTimestamp();
        using var cut = context.CancellationToken.UnsafeRegister(static user => ((UserState)user!).Cut(), State);
        try
        {
            // Each user has its own copy of what setup gave, as in k6.
            _data ??= data is null ? JsValue.Undefined : Js.Parse(_engine, data);
            Run(scenario.Exec, _data);
            return State.FailedCheck is { } check ? Response.Fail(message: $"check failed: {check}") : Response.Ok();
        }
        catch (OperationCanceledException) when (State.IsCut)
        {
            // Whatever noticed it first, such as a request: the iteration was interrupted.
            throw new ScriptCutOffException(State.Token);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return Response.Fail(message: ScriptFaults.Describe(fault), failure: FailureKind.Exception);
        }
        finally
        {
            State.Test.IterationEnded(isWhole: !State.IsCut);
            if (!State.IsCut)
            {
                var metrics = State.Test.Metrics;
                var tags = metrics.Iterations.HasParts || metrics.IterationDuration.HasParts ? State.SampleTags() : SampleTags.None;
                metrics.Iterations.Add(1, tags, State.Samples);
                metrics.IterationDuration.Add(State.Test.Time.GetElapsedTime(started).TotalMilliseconds, tags, State.Samples);
            }

            State.Events.Clear();
            Interlocked.Decrement(ref _isBusy);
        }
    }

    private void Begin(IScenarioContext context, ScenarioFacts scenario)
    {
        State.Restore();
        (State.Stage, State.Context, State.Client) = (ScriptStage.Iteration, context, context.HttpClient);
        (State.Group, State.FailedCheck) = ("", null);
        if (!ReferenceEquals(State.Scenario, scenario))
        {
            _environment.Change(_engine, State.Scenario, scenario);
            State.Scenario = scenario;
        }

        State.Iteration++;
        State.ScenarioIteration = State.Test.IterationBegins(scenario.Name);
        _engine.SetValue("__ITER", JsNumber.Create(State.Iteration));
        if (!State.Test.Requests.NoCookiesReset && !State.Cookies.IsEmpty)
        {
            State.Cookies = new CookieStore(State.Test.Time);
        }
    }

    /// <summary>Calls a function of the script, and waits for what it put off: timers, requests, sockets, and the promise of an async function.</summary>
    private JsValue Run(string function, params JsValue[] arguments) => ScriptLimits.Guarded(_engine, () => Finish(_engine.Call(_exports.Get(function), JsValue.Undefined, arguments)));

    private JsValue Finish(JsValue result)
    {
        var isKept = true;
        if (result.IsPromise())
        {
            isKept = false;
            var kept = Js.Function(_engine, "", _ =>
            {
                isKept = true;
                return JsValue.Undefined;
            });
            _engine.Call(((ObjectInstance)result).Get("then"), result, [kept, kept]);
        }

        _engine.Advanced.ProcessTasks();
        while (State.Events.RunNext(State))
        {
            _engine.Advanced.ProcessTasks();
        }

        // To wait for it would be to wait for ever.
        return isKept ? result.UnwrapIfPromise(State.Token) : throw Js.Error(_engine, "The function waits for a promise that nothing is left to keep: no timer, request or socket is under way.");
    }
}
