using System.Globalization;
using System.Text.Json;
using Jint;
using Jint.Native;

namespace LoadLab.K6.Modules;

/// <summary>A query of a selector, such as <c>age&gt;45</c> or <c>name%"D*"</c>: what is on its left, and what it must be.</summary>
/// <param name="Path">From the item; empty for the item itself.</param>
/// <param name="Sign">The comparison; empty where it is enough to be there.</param>
/// <param name="Value">What it is compared with, as it was written.</param>
internal sealed record JsonQuery(string Path, string Sign, string Value)
{
    private static readonly string[] Signs = ["==", "!=", "<=", ">=", "!%", "=", "<", ">", "%"];

    public static JsonQuery Read(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] is '(' or '[' ? 1 : text[i] is ')' or ']' ? -1 : 0;
            if (text[i] == '\\')
            {
                i++;
            }
            else if (depth == 0 && Signs.FirstOrDefault(sign => text.AsSpan(i).StartsWith(sign, StringComparison.Ordinal)) is { } sign)
            {
                return new JsonQuery(text[..i].Trim(), sign == "==" ? "=" : sign, text[(i + sign.Length)..].Trim());
            }
        }

        return new JsonQuery(text.Trim(), "", "");
    }

    /// <summary>Whether an item fits.</summary>
    /// <param name="item">The item.</param>
    /// <param name="select">Gives what a path leads to from the item.</param>
    public bool Holds(JsValue item, Func<string, JsValue> select)
    {
        var left = Path.Length == 0 ? item : select(Path);
        return !left.IsUndefined() && (Sign.Length == 0 || (left, Value) switch
        {
            (_, ['"', ..]) => left.IsString() && Compare(left.AsString(), Unquoted()),
            (_, "true" or "false") => left.IsBoolean() && Compare(left.AsBoolean().CompareTo(Value == "true")),
            (_, "null") => Sign == "=" ? left.IsNull() : Sign == "!=" && !left.IsNull(),
            _ when double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => left.IsNumber() && Compare(left.AsNumber().CompareTo(number)),
            _ => left.IsString() && Compare(left.AsString(), Value),
        });
    }

    private string Unquoted()
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(Value).GetString() ?? "";
        }
        catch (JsonException)
        {
            return Value.Trim('"');
        }
    }

    private bool Compare(string left, string right) => Sign switch
    {
        "%" => JsonSelectorParts.Fits(left, right),
        "!%" => !JsonSelectorParts.Fits(left, right),
        _ => Compare(string.CompareOrdinal(left, right)),
    };

    private bool Compare(int order) => Sign switch
    {
        "=" => order == 0,
        "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        ">=" => order >= 0,
        _ => false,
    };
}
