using Jint;
using Jint.Native;
using LoadLab.K6.Metrics;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules;

/// <summary><c>k6</c>: check, group, sleep, fail, randomSeed.</summary>
internal static class CoreModule
{
    public static IEnumerable<KeyValuePair<string, JsValue>> Create(JsEngine engine, UserState user)
    {
        yield return Of("check", arguments => Check(engine, user, arguments));
        yield return Of("group", arguments => Group(engine, user, arguments));
        yield return Of("sleep", arguments => Sleep(engine, user, arguments));
        yield return Of("fail", arguments => throw Js.Error(engine, arguments.At(0).IsMissing() ? "fail" : Js.Text(arguments.At(0))));
        yield return Of("randomSeed", arguments => Seed(engine, arguments));

        KeyValuePair<string, JsValue> Of(string name, Func<JsValue[], JsValue> call) => new(name, Js.Function(engine, name, call));
    }

    private static JsBoolean Check(JsEngine engine, UserState user, JsValue[] arguments)
    {
        if (user.Stage == ScriptStage.Init)
        {
            throw Js.Error(engine, "check() cannot be called while the script is read. Call it in the default function.");
        }

        var (value, checks) = (arguments.At(0), arguments.At(1));
        var tags = arguments.At(2).IsMissing() ? null : Js.Texts(arguments.At(2));
        var all = true;
        foreach (var (name, check) in Js.Properties(checks))
        {
            bool holds;
            try
            {
                holds = Js.IsTrue(check.IsCallable() ? engine.Call(check, JsValue.Undefined, [value]) : check);
            }
            catch (Jint.Runtime.JavaScriptException)
            {
                Record(user, name, tags, holds: false);
                throw;
            }

            Record(user, name, tags, holds);
            all &= holds;
        }

        return all ? JsBoolean.True : JsBoolean.False;
    }

    private static void Record(UserState user, string name, Dictionary<string, string>? tags, bool holds)
    {
        user.Test.Metrics.Checks.Add(holds ? 1 : 0, user.SampleTags(tags, name));
        user.Test.Metrics.AllChecks.Add(user.GroupTag, name, holds);
        (user.Context as LoadLab.Sdk.Hosting.IMetricSink)?.Check(user.Group.Length == 0 ? "" : user.Group[2..], name, holds);
        if (!holds)
        {
            user.FailedCheck ??= user.Group.Length == 0 ? name : $"{user.Group[2..]}: {name}";
        }
    }

    private static JsValue Group(JsEngine engine, UserState user, JsValue[] arguments)
    {
        var name = Js.Text(arguments.At(0));
        if (name.Contains("::", StringComparison.Ordinal))
        {
            throw Js.Error(engine, $"The group '{name}' has '::' in its name, which separates groups from each other.");
        }

        if (user.Stage == ScriptStage.Init)
        {
            throw Js.Error(engine, "group() cannot be called while the script is read. Call it in the default function.");
        }

        var outer = user.Group;
        user.Group = $"{outer}::{name}";
        var started = user.Test.Time.GetTimestamp();
        try
        {
            return engine.Call(arguments.At(1), JsValue.Undefined, []);
        }
        finally
        {
            user.Test.Metrics.GroupDuration.Add(user.Test.Time.GetElapsedTime(started).TotalMilliseconds, user.SampleTags());
            user.Group = outer;
        }
    }

    private static JsValue Sleep(JsEngine engine, UserState user, JsValue[] arguments)
    {
        var seconds = Js.Number(arguments.At(0));
        if (double.IsNaN(seconds))
        {
            throw Js.TypeError(engine, "sleep() needs a number of seconds.");
        }

        user.Sleep(TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1e6)));
        return JsValue.Undefined;
    }

    /// <summary>As k6: <c>Math.random</c> gives the same numbers for the same seed.</summary>
    private static JsValue Seed(JsEngine engine, JsValue[] arguments)
    {
        var random = new LoadLab.Sdk.SeededRandom((long)Js.Number(arguments.At(0)), 0);
        ((Jint.Native.Object.ObjectInstance)engine.Global.Get("Math")).FastSetDataProperty("random", Js.Function(engine, "random", _ => JsNumber.Create(random.NextDouble())));
        return JsValue.Undefined;
    }
}
