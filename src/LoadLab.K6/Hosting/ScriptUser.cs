using Jint;
using Jint.Native;
using Jint.Native.Object;
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
    private JsValue? _data;

    /// <summary>Runs the script's own lines.</summary>
    /// <exception cref="Jint.Runtime.JavaScriptException">They threw.</exception>
    public ScriptUser(ScriptTest test, int number)
    {
        State = new UserState(test, number);
        _engine = ScriptLimits.Create(State, new ModuleLoading(test));
        Globals.AddTo(_engine, State);
        ModuleSources.AddTo(_engine, State);
        _exports = _engine.Modules.Import("./" + Path.GetFileName(test.Files.Main));
    }

    public UserState State { get; }

    /// <summary>Names of the functions that the script exports.</summary>
    public IReadOnlyList<string> Functions => [.. Js.Properties(_exports).Where(export => export.Value.IsCallable()).Select(export => export.Key)];

    /// <summary>The exported options as JSON; null when there are none.</summary>
    public string? OptionsJson() => _exports.Get("options") is { } options && !options.IsMissing() ? Js.Json(_engine, options) : null;

    /// <summary>Runs <c>setup()</c> and gives what it returns as JSON; null when there is none.</summary>
    public string? Setup(HttpClient client, CancellationToken token)
    {
        (State.Stage, State.Client, State.Token) = (ScriptStage.Setup, client, token);
        using var cut = token.Register(State.Cut);
        return Has("setup") ? Js.Json(_engine, Finish(_engine.Call(_exports.Get("setup"), JsValue.Undefined, []))) : null;
    }

    /// <summary>Runs <c>teardown(data)</c>, if there is one.</summary>
    public void Teardown(HttpClient client, string? data, CancellationToken token)
    {
        if (Has("teardown"))
        {
            State.Restore();
            (State.Stage, State.Client, State.Token, State.Group) = (ScriptStage.Teardown, client, token, "");
            using var cut = token.Register(State.Cut);
            Finish(_engine.Call(_exports.Get("teardown"), JsValue.Undefined, [data is null ? JsValue.Undefined : Js.Parse(_engine, data)]));
        }
    }

    /// <summary>What the default function returns, as a text, without an engine around it.</summary>
    internal string Evaluate()
    {
        State.Stage = ScriptStage.Iteration;
        return Js.Text(Finish(_engine.Call(_exports.Get("default"), JsValue.Undefined, [])));
    }

    /// <summary>True when the script exports a function of this name.</summary>
    public bool Has(string function) => _exports.Get(function).IsCallable();

    /// <summary>Runs one iteration on this thread.</summary>
    /// <param name="context">The iteration.</param>
    /// <param name="scenario">Its scenario.</param>
    /// <param name="data">What setup returned, as JSON; null for nothing.</param>
    public IResponse Iterate(IScenarioContext context, ScenarioFacts scenario, string? data)
    {
        Begin(context, scenario);
        var started = State.Test.Time.GetTimestamp();
        using var cut = context.CancellationToken.UnsafeRegister(static user => ((UserState)user!).Cut(), State);
        try
        {
            // Each user has its own copy of what setup gave, as in k6.
            _data ??= data is null ? JsValue.Undefined : Js.Parse(_engine, data);
            Finish(_engine.Call(_exports.Get(scenario.Exec), JsValue.Undefined, [_data]));
            return State.FailedCheck is { } check ? Response.Fail(message: $"check failed: {check}") : Response.Ok();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return Response.Fail(message: ScriptFaults.Describe(fault), failure: FailureKind.Exception);
        }
        finally
        {
            if (!State.IsCut)
            {
                State.Test.IterationEnded();
                State.Test.Metrics.Iterations.Add(1, State.SampleTags());
                State.Test.Metrics.IterationDuration.Add(State.Test.Time.GetElapsedTime(started).TotalMilliseconds, State.SampleTags());
            }

            State.Events.Clear();
        }
    }

    private void Begin(IScenarioContext context, ScenarioFacts scenario)
    {
        State.Restore();
        (State.Stage, State.Context, State.Client, State.Token) = (ScriptStage.Iteration, context, context.HttpClient, context.CancellationToken);
        (State.Group, State.FailedCheck) = ("", null);
        if (!ReferenceEquals(State.Scenario, scenario))
        {
            State.Scenario = scenario;
            foreach (var (name, value) in scenario.Environment)
            {
                ((ObjectInstance)_engine.GetValue("__ENV")).FastSetDataProperty(name, JsString.Create(value));
            }
        }

        State.Iteration++;
        _engine.SetValue("__ITER", JsNumber.Create(State.Iteration));
        if (!State.Test.Requests.NoCookiesReset && !State.Cookies.IsEmpty)
        {
            State.Cookies = new CookieStore(State.Test.Time);
        }
    }

    /// <summary>Waits for what the script put off: timers, and the promise of an async function.</summary>
    private JsValue Finish(JsValue result)
    {
        _engine.Advanced.ProcessTasks();
        while (State.Events.RunNext(State))
        {
            _engine.Advanced.ProcessTasks();
        }

        return result.UnwrapIfPromise(State.Token);
    }
}
