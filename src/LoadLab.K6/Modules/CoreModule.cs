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

        if (arguments.Length < 2)
        {
            throw Js.Error(engine, "no checks provided to `check`: it takes a value and an object of functions by name.");
        }

        var (value, checks) = (arguments.At(0), arguments.At(1));
        if (checks is not Jint.Native.Object.ObjectInstance)
        {
            throw Js.TypeError(engine, "check() takes an object of functions by name as its second argument.");
        }

        var tags = arguments.At(2).IsMissing() ? null : Js.Tags(engine, arguments.At(2));
        var all = true;
        foreach (var (name, check) in Js.Properties(checks))
        {
            if (name.Contains("::", StringComparison.Ordinal))
            {
                throw Js.Error(engine, $"The check '{name}' has '::' in its name, which separates groups from each other.");
            }

            if (Js.IsAsync(check))
            {
                throw Js.Error(engine, $"The check '{name}' is an async function. Its promise would always hold: wait for what it needs before check().");
            }

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
        // Tags are looked at where a sub-metric asks for them, and else not made.
        var checks = user.Test.Metrics.Checks;
        checks.Add(holds ? 1 : 0, checks.HasParts ? user.SampleTags(tags, name) : Metrics.SampleTags.None, user.Samples);
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

        if (!arguments.At(1).IsCallable() || Js.IsAsync(arguments.At(1)))
        {
            throw Js.Error(engine, $"group('{name}') takes a function as its second argument, and no async one: it would have ended before what it waits for.");
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
            var durations = user.Test.Metrics.GroupDuration;
            durations.Add(user.Test.Time.GetElapsedTime(started).TotalMilliseconds, durations.HasParts ? user.SampleTags() : Metrics.SampleTags.None, user.Samples);
            user.Group = outer;
        }
    }

    private static JsValue Sleep(JsEngine engine, UserState user, JsValue[] arguments)
    {
        var seconds = Js.Number(arguments.At(0));
        user.Sleep(TimeSpan.FromSeconds(double.IsNaN(seconds) ? 0 : Math.Clamp(seconds, 0, 1e6)));
        return JsValue.Undefined;
    }

    /// <summary>As k6: <c>Math.random</c> gives the same numbers for the same seed.</summary>
    private static JsValue Seed(JsEngine engine, JsValue[] arguments)
    {
        SeedRandom(engine, (long)Js.Number(arguments.At(0)), 0);
        return JsValue.Undefined;
    }

    /// <summary>Gives <c>Math.random</c> the numbers of a seed.</summary>
    /// <param name="engine">The interpreter.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">Whose numbers: those of two streams have nothing in common.</param>
    public static void SeedRandom(JsEngine engine, long seed, int stream)
    {
        var random = new LoadLab.Sdk.SeededRandom(seed, stream);
        ((Jint.Native.Object.ObjectInstance)engine.Global.Get("Math")).FastSetDataProperty("random", Js.Function(engine, "random", _ => JsNumber.Create(random.NextDouble())));
    }
}
