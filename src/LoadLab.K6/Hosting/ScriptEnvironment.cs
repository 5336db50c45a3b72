using Jint.Native;
using Jint.Native.Object;
using LoadLab.K6.State;

namespace LoadLab.K6.Hosting;

/// <summary><c>__ENV</c> of a user: the test's, with the target's address, and while a scenario runs that of the scenario over it.</summary>
internal sealed class ScriptEnvironment
{
    /// <summary>Where a script finds the address of the target.</summary>
    public const string Target = "BASE_URL";

    private readonly IReadOnlyDictionary<string, string> _test;
    private readonly string? _target;

    private ScriptEnvironment(IReadOnlyDictionary<string, string> test, string? target) => (_test, _target) = (test, target);

    /// <summary>Of a test; who gives <c>BASE_URL</c> himself has the last word.</summary>
    public static ScriptEnvironment Of(IReadOnlyDictionary<string, string> test, string? target) => new(test, test.ContainsKey(Target) ? null : target);

    /// <summary>Adds what is not the test's own.</summary>
    public void AddTo(JsEngine engine)
    {
        if (_target is not null)
        {
            Variables(engine).FastSetDataProperty(Target, JsString.Create(_target));
        }
    }

    /// <summary>Takes back what the scenario before has set, and sets that of the next.</summary>
    public void Change(JsEngine engine, ScenarioFacts? before, ScenarioFacts next)
    {
        var variables = Variables(engine);
        foreach (var name in before?.Environment.Keys ?? [])
        {
            if (((name == Target ? _target : null) ?? _test.GetValueOrDefault(name)) is { } value)
            {
                variables.FastSetDataProperty(name, JsString.Create(value));
            }
            else
            {
                variables.Delete(JsString.Create(name));
            }
        }

        foreach (var (name, value) in next.Environment)
        {
            variables.FastSetDataProperty(name, JsString.Create(value));
        }
    }

    private static ObjectInstance Variables(JsEngine engine) => (ObjectInstance)engine.GetValue("__ENV");
}
