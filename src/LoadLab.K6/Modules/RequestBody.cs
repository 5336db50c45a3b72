using System.Net;
using System.Text;
using Jint;
using Jint.Native;

namespace LoadLab.K6.Modules;

/// <summary>The body of a request, and the content type that goes with it.</summary>
internal static class RequestBody
{
    public static (byte[]? Content, string? Type) Read(JsValue body)
    {
        if (body.IsMissing())
        {
            return (null, null);
        }

        if (body.IsString() || Js.IsBinary(body))
        {
            return (Js.Bytes(body), null);
        }

        var fields = Js.Properties(body).ToList();
        return fields.Exists(field => FormFile.Is(field.Value) || IsFiles(field.Value)) ? FormFile.Multipart([.. fields.SelectMany(Each)])
            : (Encoding.UTF8.GetBytes(Form(fields.SelectMany(Each).Select(field => new KeyValuePair<string, string>(field.Key, Js.Text(field.Value))))), "application/x-www-form-urlencoded");
    }

    /// <summary>Fields of a form, sorted by name as Go does it.</summary>
    public static string Form(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join('&', fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{WebUtility.UrlEncode(field.Key)}={WebUtility.UrlEncode(field.Value)}"));

    private static bool IsFiles(JsValue value) => value.IsArray() && Js.Properties(value).Any(item => FormFile.Is(item.Value));

    private static IEnumerable<KeyValuePair<string, JsValue>> Each(KeyValuePair<string, JsValue> field) =>
        field.Value.IsArray() ? Js.Properties(field.Value).Select(item => new KeyValuePair<string, JsValue>(field.Key, item.Value)) : [field];
}
