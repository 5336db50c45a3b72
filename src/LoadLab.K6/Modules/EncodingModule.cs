using System.Text;
using Jint;
using Jint.Native;

namespace LoadLab.K6.Modules;

/// <summary><c>k6/encoding</c>: base64 in its four kinds.</summary>
internal static class EncodingModule
{
    public static IEnumerable<KeyValuePair<string, JsValue>> Create(JsEngine engine)
    {
        yield return new("b64encode", Js.Function(engine, "b64encode", arguments => JsString.Create(Encode(Js.Data(engine, arguments.At(0)), Kind(arguments.At(1))))));
        yield return new("b64decode", Js.Function(engine, "b64decode", arguments =>
        {
            var bytes = Decode(engine, Js.Text(arguments.At(0)), Kind(arguments.At(1)));
            return arguments.At(2).IsString() && arguments.At(2).AsString() == "s" ? JsString.Create(Encoding.UTF8.GetString(bytes)) : Js.Buffer(engine, bytes);
        }));
    }

    public static string Encode(byte[] bytes, string kind) => kind switch
    {
        "rawstd" => Convert.ToBase64String(bytes).TrimEnd('='),
        "url" => Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_'),
        "rawurl" => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        _ => Convert.ToBase64String(bytes),
    };

    private static byte[] Decode(JsEngine engine, string text, string kind)
    {
        var plain = kind.EndsWith("url", StringComparison.Ordinal) ? text.Replace('-', '+').Replace('_', '/') : text;
        plain = kind.StartsWith("raw", StringComparison.Ordinal) ? plain.PadRight((plain.Length + 3) / 4 * 4, '=') : plain;
        try
        {
            return Convert.FromBase64String(plain);
        }
        catch (FormatException)
        {
            throw Js.Error(engine, $"'{(text.Length > 40 ? text[..40] + "…" : text)}' is no base64 ({kind}).");
        }
    }

    /// <summary>As in k6, a kind that is not known is the standard one.</summary>
    private static string Kind(JsValue value) => value.IsString() && value.AsString() is "rawstd" or "url" or "rawurl" ? value.AsString() : "std";
}
