using Jint;
using Jint.Native;

namespace LoadLab.K6.Modules;

/// <summary>Modifiers of selectors: <c>@this</c>, <c>@reverse</c>, <c>@keys</c>, <c>@values</c>, <c>@flatten</c>. Others are refused.</summary>
internal static class JsonModifiers
{
    public static JsValue Apply(JsEngine engine, string modifier, JsValue at) => modifier switch
    {
        "@this" or "@ugly" or "@pretty" or "@valid" => at,
        "@reverse" when at.IsArray() => new JsArray(engine, [.. Items(at).Reverse()]),
        "@reverse" => at,
        "@keys" when at.IsArray() => new JsArray(engine, [.. Items(at).Select(_ => JsValue.Null)]),
        "@keys" => new JsArray(engine, [.. Js.Properties(at).Select(member => (JsValue)JsString.Create(member.Key))]),
        "@values" => new JsArray(engine, [.. Items(at)]),
        "@flatten" when at.IsArray() => new JsArray(engine, [.. Items(at).SelectMany(item => item.IsArray() ? Items(item) : [item])]),
        "@flatten" => at,
        _ => throw Js.Error(engine, $"The modifier '{modifier}' of a selector is not there. Known: @this, @reverse, @keys, @values, @flatten. Take json() and go on in the script."),
    };

    private static IEnumerable<JsValue> Items(JsValue of) => Js.Properties(of).Select(item => item.Value);
}
