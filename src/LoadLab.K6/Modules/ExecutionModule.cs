using Jint;
using Jint.Native;
using Jint.Native.Object;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules;

/// <summary><c>k6/execution</c>: which test, scenario, user and iteration this is.</summary>
internal static class ExecutionModule
{
    public static IEnumerable<KeyValuePair<string, JsValue>> Create(JsEngine engine, UserState user)
    {
        yield return new("scenario", Scenario(engine, user));
        yield return new("vu", User(engine, user));
        yield return new("instance", Instance(engine, user));
        yield return new("test", Test(engine, user));
    }

    private static JsObject Scenario(JsEngine engine, UserState user)
    {
        var scenario = new JsObject(engine);
        ScenarioFacts Facts() => user.Scenario ?? throw Js.Error(engine, "exec.scenario is there in iterations only.");
        Js.AddGetter(scenario, "name", _ => JsString.Create(Facts().Name));
        Js.AddGetter(scenario, "executor", _ => JsString.Create(Facts().Executor));
        Js.AddGetter(scenario, "startTime", _ => JsNumber.Create(new DateTimeOffset(user.Test.Time.GetUtcNow().UtcDateTime).ToUnixTimeMilliseconds() - (Seconds(user) * 1000)));
        Js.AddGetter(scenario, "progress", _ => JsNumber.Create(Progress(user, Facts())));
        Js.AddGetter(scenario, "iterationInInstance", _ => JsNumber.Create(user.Context?.IterationNumber ?? 0));
        Js.AddGetter(scenario, "iterationInTest", _ => JsNumber.Create(user.Context?.IterationNumber ?? 0));
        return scenario;
    }

    private static double Seconds(UserState user) => Math.Max(0, user.Test.Seconds - (user.Scenario?.StartTime.TotalSeconds ?? 0));

    private static double Progress(UserState user, ScenarioFacts facts) => Math.Clamp(
        facts.Iterations is { } iterations ? (double)(user.Context?.IterationNumber ?? 0) / iterations
        : facts.Seconds is > 0 and var length ? Seconds(user) / length : 0,
        0,
        1);

    private static JsObject User(JsEngine engine, UserState user)
    {
        var self = new JsObject(engine);
        Js.AddGetter(self, "idInTest", _ => JsNumber.Create(user.Number));
        Js.AddGetter(self, "idInInstance", _ => JsNumber.Create(user.Number));
        Js.AddGetter(self, "iterationInInstance", _ => JsNumber.Create(user.Iteration));
        Js.AddGetter(self, "iterationInScenario", _ => JsNumber.Create(user.Iteration));
        var tags = engine.Advanced.CreateProxy(new JsObject(engine), new TagProxy(user));
        var metrics = new JsObject(engine);
        metrics.FastSetDataProperty("tags", tags);
        self.FastSetDataProperty("tags", tags);
        self.FastSetDataProperty("metrics", metrics);
        return self;
    }

    private static JsObject Instance(JsEngine engine, UserState user)
    {
        var instance = new JsObject(engine);
        Js.AddGetter(instance, "iterationsCompleted", _ => JsNumber.Create(user.Test.Iterations));
        Js.AddGetter(instance, "iterationsInterrupted", _ => JsNumber.Create(0));
        Js.AddGetter(instance, "vusActive", _ => JsNumber.Create(user.Test.Users));
        Js.AddGetter(instance, "vusInitialized", _ => JsNumber.Create(user.Test.Users));
        Js.AddGetter(instance, "currentTestRunDuration", _ => JsNumber.Create(user.Test.Seconds * 1000));
        return instance;
    }

    private static JsObject Test(JsEngine engine, UserState user)
    {
        var test = new JsObject(engine);
        Js.AddGetter(test, "options", _ => Js.Parse(engine, user.Test.OptionsJson));
        Js.Add(test, "abort", arguments =>
        {
            var reason = arguments.At(0).IsMissing() ? "exec.test.abort()" : "exec.test.abort(): " + Js.Text(arguments.At(0));
            user.Context?.StopCurrentTest(reason);
            throw Js.Error(engine, reason);
        });
        return test;
    }

    /// <summary>The user's tags, set and read by the script.</summary>
    private sealed class TagProxy(UserState user) : Jint.Runtime.Interop.ProxyHandler
    {
        public override JsValue Get(ObjectInstance target, JsValue property, JsValue receiver) =>
            user.Tags.TryGetValue(property.ToString(), out var value) ? JsString.Create(value)
            : property.ToString() == "group" && user.Group.Length > 0 ? JsString.Create(user.Group)
            : property.ToString() == "scenario" && user.Scenario is { } scenario ? JsString.Create(scenario.Name)
            : target.Get(property);

        public override bool? Set(ObjectInstance target, JsValue property, JsValue value, JsValue receiver)
        {
            user.SetTag(property.ToString(), Js.Text(value));
            return true;
        }

        public override bool? DeleteProperty(ObjectInstance target, JsValue property)
        {
            user.SetTag(property.ToString(), null);
            return true;
        }
    }
}
