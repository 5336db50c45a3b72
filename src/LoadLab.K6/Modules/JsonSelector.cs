using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace LoadLab.K6.Modules;

/// <summary>
/// Selectors of <c>Response.json</c>, with the syntax of GJSON that k6 has: names and numbers with dots between them, <c>#</c> for an array's length or each of its items,
/// <c>#(key=="value")</c> for the first item that fits and <c>#(…)#</c> for all, <c>*</c> and <c>?</c> in names, <c>\.</c> for a dot in a name, <c>|</c> for what a part before it gave.
/// </summary>
/// <remarks>See https://github.com/tidwall/gjson/blob/master/SYNTAX.md.</remarks>
internal static class JsonSelector
{
    public static JsValue Select(JsEngine engine, JsValue root, string selector)
    {
        if (selector.Length == 0)
        {
            return JsValue.Undefined;
        }

        // What stands after a bar is asked of the whole that stands before it.
        return JsonSelectorParts.Split(selector, '|').Aggregate(root, (at, path) => Walk(engine, at, [.. JsonSelectorParts.Split(path, '.')], 0));
    }

    private static JsValue Walk(JsEngine engine, JsValue at, List<string> parts, int index)
    {
        for (; index < parts.Count && !at.IsUndefined(); index++)
        {
            var part = parts[index];
            if (part.StartsWith('#') && (part.Length == 1 || part[1] == '('))
            {
                return at.IsArray() ? Items(engine, at.AsArray(), part, parts, index + 1) : JsValue.Undefined;
            }

            at = part switch
            {
                ['@', ..] => JsonModifiers.Apply(engine, part, at),
                ['{' or '[', ..] => throw Js.Error(engine, $"The selector part '{part}' makes a new value, which is not there. Take json() and make it in the script."),
                _ when at is not ObjectInstance => JsValue.Undefined,
                _ => Member((ObjectInstance)at, part),
            };
        }

        return at;
    }

    private static JsValue Items(JsEngine engine, JsArray array, string part, List<string> parts, int next)
    {
        var items = Js.Properties(array).Select(item => item.Value);
        if (part.Length == 1)
        {
            return next == parts.Count ? JsNumber.Create(array.Length) : Each(items);
        }

        var isAll = part.EndsWith(")#", StringComparison.Ordinal);
        if (!isAll && !part.EndsWith(')'))
        {
            throw Js.Error(engine, $"The selector part '{part}' has no ')' at its end.");
        }

        var query = JsonQuery.Read(part[2..(isAll ? ^2 : ^1)]);
        if (query.Value.StartsWith('~'))
        {
            throw Js.Error(engine, $"The query '{part}' compares with '{query.Value}', which is not there. Known: texts in quotes, numbers, true, false and null. Take json() and go on in the script.");
        }

        var fitting = items.Where(item => query.Holds(item, path => Walk(engine, item, [.. JsonSelectorParts.Split(path, '.')], 0)));
        return isAll ? Each(fitting) : fitting.FirstOrDefault() is { } first ? Walk(engine, first, parts, next) : JsValue.Undefined;

        JsArray Each(IEnumerable<JsValue> of) => new(engine, [.. of.Select(item => Walk(engine, item, parts, next)).Where(item => !item.IsUndefined())]);
    }

    private static JsValue Member(ObjectInstance of, string part)
    {
        if (!JsonSelectorParts.IsPattern(part))
        {
            var name = JsonSelectorParts.Plain(part);
            return of.HasOwnProperty(name) && !(of is JsArray && name == "length") ? of.Get(name) : JsValue.Undefined;
        }

        return of is JsArray ? JsValue.Undefined : Js.Properties(of).FirstOrDefault(member => JsonSelectorParts.Fits(member.Key, part)).Value ?? JsValue.Undefined;
    }
}
