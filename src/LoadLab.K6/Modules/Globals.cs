using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using LoadLab.K6.Modules.WebCrypto;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules;

/// <summary>What scripts have without an import: <c>__ENV</c>, <c>__VU</c>, <c>__ITER</c>, <c>open</c>, <c>console</c>, timers.</summary>
internal static class Globals
{
    public static void AddTo(JsEngine engine, UserState user)
    {
        var environment = new JsObject(engine);
        foreach (var (name, value) in user.Test.Environment)
        {
            environment.FastSetDataProperty(name, JsString.Create(value));
        }

        engine.SetValue("__ENV", environment);
        engine.SetValue("__VU", JsNumber.Create(user.Number));
        engine.SetValue("__ITER", JsValue.Undefined);
        engine.SetValue("open", Js.Function(engine, "open", arguments => Open(engine, user, arguments)));
        engine.SetValue("console", Console(engine, user));
        engine.Advanced.AddLazyGlobal("crypto", WebCryptoModule.Create, Jint.Runtime.Descriptors.PropertyFlag.NonEnumerable);
        foreach (var (name, timer) in Timers(engine, user))
        {
            engine.SetValue(name, timer);
        }
    }

    /// <summary><c>k6/timers</c>, whose functions are global too.</summary>
    public static IEnumerable<KeyValuePair<string, JsValue>> Timers(JsEngine engine, UserState user)
    {
        foreach (var (name, again) in (IEnumerable<(string, bool)>)[("setTimeout", false), ("setInterval", true)])
        {
            yield return new(name, Js.Function(engine, name, arguments =>
            {
                var (call, values) = (arguments.At(0), arguments.Length > 2 ? arguments[2..] : []);
                var delay = TimeSpan.FromMilliseconds(double.IsFinite(Js.Number(arguments.At(1))) ? Math.Clamp(Js.Number(arguments.At(1)), 0, 1e9) : 0);
                return call.IsCallable() ? JsNumber.Create(user.Events.Add(() => engine.Call(call, JsValue.Undefined, values), delay, again, user.Test.Time))
                    : throw Js.TypeError(engine, $"{name}() needs a function.");
            }));
        }

        foreach (var name in (string[])["clearTimeout", "clearInterval"])
        {
            yield return new(name, Js.Function(engine, name, arguments =>
            {
                user.Events.Remove(arguments.At(0).IsNumber() ? (int)arguments.At(0).AsNumber() : 0);
                return JsValue.Undefined;
            }));
        }
    }

    private static JsValue Open(JsEngine engine, UserState user, JsValue[] arguments)
    {
        var path = Js.Text(arguments.At(0));
        if (user.Stage != ScriptStage.Init)
        {
            throw Js.Error(engine, $"open('{path}') can be called only outside of functions, where the script is read.");
        }

        try
        {
            var bytes = user.Test.Files.Read(path, user.CurrentFile);
            return arguments.At(1).IsString() && arguments.At(1).AsString() == "b" ? Js.Buffer(engine, bytes) : JsString.Create(Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Js.Error(engine, $"open('{path}'): {fault.Message}");
        }
    }

    private static JsObject Console(JsEngine engine, UserState user)
    {
        var console = new JsObject(engine);
        foreach (var name in (string[])["log", "debug", "info", "warn", "error"])
        {
            Js.Add(console, name, arguments =>
            {
                user.Test.Say($"script {(name == "log" ? "info" : name)}: {string.Join(' ', arguments.Select(argument => Shown(engine, argument)))}");
                return JsValue.Undefined;
            });
        }

        return console;
    }

    /// <summary>Never throws: what cannot be shown is shown by its kind.</summary>
    private static string Shown(JsEngine engine, JsValue value)
    {
        try
        {
            return value switch
            {
                _ when value.IsCallable() => "[object Function]",
                ObjectInstance when value is not Jint.Native.Error.ErrorInstance => Js.Json(engine, value) ?? Js.Text(value),
                _ when value.IsSymbol() => value.ToString(),
                _ => Js.Text(value),
            };
        }
        catch (Jint.Runtime.JavaScriptException fault)
        {
            return $"[object {value.Type}: {fault.Message}]";
        }
    }
}
