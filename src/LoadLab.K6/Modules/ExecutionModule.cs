using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules;

/// <summary><c>k6/execution</c>: which test, scenario, user and iteration this is.</summary>
internal static class ExecutionModule
{
    public static IEnumerable<KeyValuePair<string, JsValue>> Create(JsEngine engine, UserState user)
    {
        yield return new("scenario", Scenario(engine, user));
        yield return new("vu", Guarded(engine, user, "vu", User(engine, user)));
        yield return new("instance", Guarded(engine, user, "instance", Instance(engine, user)));
        yield return new("test", Test(engine, user));
    }

    /// <summary>As in k6, none of it is there while the script is read.</summary>
    private static JsObject Guarded(JsEngine engine, UserState user, string name, JsObject inner)
    {
        foreach (var (key, _) in Js.Properties(inner).ToList())
        {
            var property = inner.GetOwnProperty(key);
            Js.AddGetter(inner, key, self => user.Stage == ScriptStage.Init
                ? throw Js.Error(engine, $"exec.{name}.{key} is not there while the script is read. Ask for it in a function.")
                : property.Get is { } get && get.IsCallable() ? engine.Call(get, self, []) : property.Value);
        }

        return inner;
    }

    private static JsObject Scenario(JsEngine engine, UserState user)
    {
        var scenario = new JsObject(engine);
        ScenarioFacts Facts() => user.Scenario ?? throw Js.Error(engine, "exec.scenario is there in iterations only.");
        Js.AddGetter(scenario, "name", _ => JsString.Create(Facts().Name));
        Js.AddGetter(scenario, "executor", _ => JsString.Create(Facts().Executor));
        Js.AddGetter(scenario, "startTime", _ => JsNumber.Create(new DateTimeOffset(user.Test.Time.GetUtcNow().UtcDateTime).ToUnixTimeMilliseconds() - (Seconds(user) * 1000)));
        Js.AddGetter(scenario, "progress", _ => JsNumber.Create(Progress(user, Facts())));
        Js.AddGetter(scenario, "iterationInInstance", _ => JsNumber.Create(user.ScenarioIteration));
        Js.AddGetter(scenario, "iterationInTest", _ => JsNumber.Create(user.ScenarioIteration));
        return scenario;
    }

    private static double Seconds(UserState user) => Math.Max(0, user.Test.Seconds - (user.Scenario?.StartTime.TotalSeconds ?? 0));

    private static double Progress(UserState user, ScenarioFacts facts) => Math.Clamp(
        facts.Iterations is { } iterations ? (double)user.ScenarioIteration / iterations
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
        metrics.FastSetDataProperty("metadata", new JsObject(engine));
        self.FastSetDataProperty("tags", tags);
        self.FastSetDataProperty("metrics", metrics);
        return self;
    }

    private static JsObject Instance(JsEngine engine, UserState user)
    {
        var instance = new JsObject(engine);
        Js.AddGetter(instance, "iterationsCompleted", _ => JsNumber.Create(user.Test.Iterations));
        Js.AddGetter(instance, "iterationsInterrupted", _ => JsNumber.Create(user.Test.Interrupted));
        Js.AddGetter(instance, "vusActive", _ => JsNumber.Create(user.Test.Active));
        Js.AddGetter(instance, "vusInitialized", _ => JsNumber.Create(user.Test.Users()));
        Js.AddGetter(instance, "currentTestRunDuration", _ => JsNumber.Create(user.Test.Seconds * 1000));
        return instance;
    }

    private static JsObject Test(JsEngine engine, UserState user)
    {
        var test = new JsObject(engine);
        Js.AddGetter(test, "options", _ => Js.Parse(engine, user.Test.OptionsJson));
        Js.Add(test, "fail", arguments =>
        {
            var reason = arguments.At(0).IsMissing() ? "" : Js.Text(arguments.At(0));
            if (!user.Test.Fail(reason))
            {
                user.Context?.StopCurrentTest($"exec.test.fail(): {reason}");
            }

            return JsValue.Undefined;
        });
        Js.Add(test, "abort", arguments =>
        {
            var reason = arguments.At(0).IsMissing() ? "exec.test.abort()" : "exec.test.abort(): " + Js.Text(arguments.At(0));
            if (user.Context is null)
            {
                throw Js.Error(engine, reason);
            }

            // As in k6, the iteration ends here whatever the script would catch.
            user.Context.StopCurrentTest(reason);
            user.Cut();
            user.ThrowIfCut();
            return JsValue.Undefined;
        });
        return test;
    }

    /// <summary>The user's tags, set and read by the script.</summary>
    private sealed class TagProxy(UserState user) : Jint.Runtime.Interop.ProxyHandler
    {
        public override JsValue Get(ObjectInstance target, JsValue property, JsValue receiver) =>
            All().TryGetValue(property.ToString(), out var value) ? JsString.Create(value) : target.Get(property);

        public override bool? Set(ObjectInstance target, JsValue property, JsValue value, JsValue receiver)
        {
            if (!value.IsString() && !value.IsNumber() && !value.IsBoolean())
            {
                throw Js.TypeError(target.Engine, $"invalid value for metric tag '{property}': only String, Boolean and Number types are accepted as metric tag values");
            }

            user.SetTag(property.ToString(), Js.Text(value));
            return true;
        }

        public override IReadOnlyList<JsValue> OwnKeys(ObjectInstance target) => [.. All().Keys.Select(key => (JsValue)JsString.Create(key))];

        public override bool? Has(ObjectInstance target, JsValue property) => All().ContainsKey(property.ToString());

        public override PropertyDescriptor GetOwnPropertyDescriptor(ObjectInstance target, JsValue property) =>
            All().TryGetValue(property.ToString(), out var value) ? new PropertyDescriptor(JsString.Create(value), writable: true, enumerable: true, configurable: true) : PropertyDescriptor.Undefined;

        private SortedDictionary<string, string> All()
        {
            var all = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["group"] = user.Group };
            if (user.Scenario is { } scenario)
            {
                all["scenario"] = scenario.Name;
            }

            foreach (var (key, value) in user.Test.Requests.Tags.Concat(user.ScenarioTags).Concat(user.Tags))
            {
                all[key] = value;
            }

            return all;
        }

        public override bool? DeleteProperty(ObjectInstance target, JsValue property)
        {
            user.SetTag(property.ToString(), null);
            return true;
        }
    }
}
