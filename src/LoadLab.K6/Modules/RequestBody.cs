using System.Text;
using Jint;
using Jint.Native;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules;

/// <summary>The body of a request, and the content type that goes with it.</summary>
internal static class RequestBody
{
    /// <exception cref="Requests.RequestRefusedException">It is nothing that k6 sends.</exception>
    public static (byte[]? Content, string? Type) Read(JsEngine engine, UserState user, JsValue body)
    {
        if (body.IsMissing())
        {
            return (null, null);
        }

        if (body.IsString() || Js.IsBinary(body))
        {
            return (Js.Bytes(body), null);
        }

        if (!body.IsObject() || body.IsArray() || body.IsCallable())
        {
            throw new Requests.RequestRefusedException($"unknown request body type {(body.IsArray() ? "array" : body.Type.ToString().ToLowerInvariant())}: give a text, an object of form fields, or binary data; JSON.stringify() makes a text of anything else");
        }

        var fields = Js.Properties(body).ToList();
        return fields.Exists(field => FormFile.Is(field.Value) || IsFiles(field.Value)) ? FormFile.Multipart([.. fields.SelectMany(Each)], value => Field(engine, user, value))
            : (Encoding.UTF8.GetBytes(Form(fields.SelectMany(Each).Select(field => new KeyValuePair<string, string>(field.Key, Field(engine, user, field.Value))))), "application/x-www-form-urlencoded");
    }

    /// <summary>A field as k6 writes it: nothing for nothing, and nothing for what no form can have, with a warning.</summary>
    private static string Field(JsEngine engine, UserState user, JsValue value)
    {
        if (value is Jint.Native.Object.ObjectInstance && !value.IsDate())
        {
            user.Test.Say($"script warn: a form field cannot have {(value.IsArray() ? "an array in an array" : "an object")} as its value, and is sent empty: {Js.Json(engine, value)}. JSON.stringify() makes a text of it.");
            return "";
        }

        return value.IsMissing() ? "" : Js.Text(value);
    }

    /// <summary>Fields of a form, sorted by name as Go does it.</summary>
    public static string Form(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join('&', fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{Escaped(field.Key)}={Escaped(field.Value)}"));

    /// <summary>As Go escapes them: .NET's own form encoding leaves other signs as they are.</summary>
    private static string Escaped(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    private static bool IsFiles(JsValue value) => value.IsArray() && Js.Properties(value).Any(item => FormFile.Is(item.Value));

    private static IEnumerable<KeyValuePair<string, JsValue>> Each(KeyValuePair<string, JsValue> field) =>
        field.Value.IsArray() ? Js.Properties(field.Value).Select(item => new KeyValuePair<string, JsValue>(field.Key, item.Value)) : [field];
}
