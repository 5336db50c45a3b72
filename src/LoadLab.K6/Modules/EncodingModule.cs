using System.Text;
using Jint;
using Jint.Native;

namespace LoadLab.K6.Modules;

/// <summary><c>k6/encoding</c>: base64 in its four kinds.</summary>
internal static class EncodingModule
{
    public static IEnumerable<KeyValuePair<string, JsValue>> Create(JsEngine engine)
    {
        yield return new("b64encode", Js.Function(engine, "b64encode", arguments => JsString.Create(Encode(engine, Js.Bytes(arguments.At(0)), Kind(arguments.At(1))))));
        yield return new("b64decode", Js.Function(engine, "b64decode", arguments =>
        {
            var bytes = Decode(engine, Js.Text(arguments.At(0)), Kind(arguments.At(1)));
            return arguments.At(2).IsString() && arguments.At(2).AsString() == "s" ? JsString.Create(Encoding.UTF8.GetString(bytes)) : Js.Buffer(engine, bytes);
        }));
    }

    public static string Encode(JsEngine engine, byte[] bytes, string kind) => kind switch
    {
        "std" => Convert.ToBase64String(bytes),
        "rawstd" => Convert.ToBase64String(bytes).TrimEnd('='),
        "url" => Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_'),
        "rawurl" => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        _ => throw Js.Error(engine, $"'{kind}' is no kind of base64. Known: std, rawstd, url, rawurl."),
    };

    private static byte[] Decode(JsEngine engine, string text, string kind)
    {
        if (kind is not ("std" or "rawstd" or "url" or "rawurl"))
        {
            throw Js.Error(engine, $"'{kind}' is no kind of base64. Known: std, rawstd, url, rawurl.");
        }

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

    private static string Kind(JsValue value) => value.IsMissing() ? "std" : Js.Text(value);
}
