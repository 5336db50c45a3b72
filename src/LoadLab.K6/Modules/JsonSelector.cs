using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace LoadLab.K6.Modules;

/// <summary>
/// Selectors of <c>Response.json</c>: names and numbers with dots between them, <c>#</c> for an array's length, <c>#.name</c> for that of each of its
/// items, <c>\.</c> for a dot in a name.
/// </summary>
internal static class JsonSelector
{
    public static JsValue Select(JsEngine engine, JsValue root, string selector)
    {
        if (selector.IndexOfAny(['*', '?', '|', '@', '(', '{']) >= 0)
        {
            throw Js.Error(engine, $"The selector '{selector}' has a pattern, a query or a modifier, which are not there. Take json() and select in the script.");
        }

        return Select(engine, root, Split(selector), 0);
    }

    private static JsValue Select(JsEngine engine, JsValue at, List<string> parts, int index)
    {
        for (; index < parts.Count; index++)
        {
            if (at is not ObjectInstance instance)
            {
                return JsValue.Undefined;
            }

            if (parts[index] == "#" && at.IsArray())
            {
                var array = at.AsArray();
                if (index == parts.Count - 1)
                {
                    return JsNumber.Create(array.Length);
                }

                var next = index + 1;
                return new JsArray(engine, [.. Js.Properties(array).Select(item => Select(engine, item.Value, parts, next)).Where(item => !item.IsUndefined())]);
            }

            at = instance.HasOwnProperty(parts[index]) ? instance.Get(parts[index]) : JsValue.Undefined;
        }

        return at;
    }

    private static List<string> Split(string selector)
    {
        var parts = new List<string>();
        var part = new System.Text.StringBuilder();
        for (var i = 0; i < selector.Length; i++)
        {
            if (selector[i] == '\\' && i + 1 < selector.Length)
            {
                part.Append(selector[++i]);
            }
            else if (selector[i] == '.')
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(selector[i]);
            }
        }

        parts.Add(part.ToString());
        return parts;
    }
}
