using System.Globalization;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using LoadLab.K6.Requests;

namespace LoadLab.K6.Modules;

/// <summary>What all responses have: <c>body</c>, <c>headers</c>, <c>cookies</c>, <c>timings</c>, <c>request</c>, <c>json()</c>.</summary>
internal static class ResponsePrototype
{
    public static ObjectInstance Create(JsEngine engine)
    {
        var prototype = new JsObject(engine);
        Once(prototype, "body", Body);
        Once(prototype, "headers", response => Texts(engine, response.Result.Headers));
        Once(prototype, "cookies", response => Cookies(engine, response.Result));
        Once(prototype, "timings", response => Timings(engine, response.Result));
        Once(prototype, "request", response => Request(engine, response.Result.Call));
        Once(prototype, "status_text", response => JsString.Create(response.Result.Status == 0 ? "" : FormattableString.Invariant($"{response.Result.Status} {Reason(response.Result.Status)}").Trim()));
        Once(prototype, "proto", response => JsString.Create(response.Result.Proto));
        Once(prototype, "remote_ip", _ => JsString.Empty);
        Once(prototype, "remote_port", _ => JsNumber.Create(0));
        Js.AddMethod(prototype, "json", (self, arguments) => Json(engine, (JsResponse)self, arguments.At(0)));
        Js.AddMethod(prototype, "toJSON", (self, _) => Whole(engine, (JsResponse)self));
        foreach (var name in (string[])["html", "submitForm", "clickLink"])
        {
            Js.AddMethod(prototype, name, (_, _) => throw Js.Error(engine, $"Response.{name}() is not there: HTML is not parsed. Take what you need from response.body with a regular expression."));
        }

        return prototype;
    }

    /// <summary>A property that is made when it is first asked for, and is the response's own from then on.</summary>
    private static void Once(ObjectInstance prototype, string name, Func<JsResponse, JsValue> make) => Js.AddGetter(prototype, name, self =>
    {
        if (self is not JsResponse response)
        {
            return JsValue.Undefined;
        }

        var value = make(response);
        response.FastSetDataProperty(name, value);
        return value;
    });

    private static JsValue Body(JsResponse response) => response.Result switch
    {
        { Call.ResponseType: "none" } or { Status: 0 } => JsValue.Null,
        { Call.ResponseType: "binary" } result => Js.Buffer(response.Engine, result.Body),
        var result => JsString.Create(Encoding.UTF8.GetString(result.Body)),
    };

    private static JsValue Json(JsEngine engine, JsResponse response, JsValue selector)
    {
        if (response.Result.Body.Length == 0)
        {
            throw Js.Error(engine, $"the body is null so we can't transform it to JSON - this likely was because of a request error getting the response ({response.Result.Call.Method} {response.Result.Url}, status {response.Result.Status})");
        }

        try
        {
            response.Json ??= new Jint.Native.Json.JsonParser(engine).Parse(Encoding.UTF8.GetString(response.Result.Body));
        }
        catch (JavaScriptException fault)
        {
            throw Js.Error(engine, $"cannot parse json due to an error: {fault.Message} ({response.Result.Call.Method} {response.Result.Url}, status {response.Result.Status})");
        }

        return selector.IsMissing() ? response.Json : JsonSelector.Select(engine, response.Json, Js.Text(selector));
    }

    private static JsObject Texts(JsEngine engine, IEnumerable<KeyValuePair<string, string>> texts)
    {
        var made = new JsObject(engine);
        foreach (var (name, value) in texts)
        {
            made.FastSetDataProperty(name, JsString.Create(value));
        }

        return made;
    }

    private static JsObject Cookies(JsEngine engine, HttpResult result)
    {
        var all = new JsObject(engine);
        foreach (var cookies in result.Cookies.GroupBy(cookie => cookie.Name, StringComparer.Ordinal))
        {
            all.FastSetDataProperty(cookies.Key, new JsArray(engine, [.. cookies.Select(cookie => (JsValue)Cookie(engine, cookie))]));
        }

        return all;
    }

    private static JsObject Cookie(JsEngine engine, System.Net.Cookie cookie)
    {
        var made = Texts(engine, [new("name", cookie.Name), new("value", cookie.Value), new("domain", cookie.Domain.TrimStart('.')), new("path", cookie.Path)]);
        made.FastSetDataProperty("http_only", cookie.HttpOnly ? JsBoolean.True : JsBoolean.False);
        made.FastSetDataProperty("secure", cookie.Secure ? JsBoolean.True : JsBoolean.False);
        made.FastSetDataProperty("expires", JsNumber.Create(cookie.Expires == default ? 0 : new DateTimeOffset(cookie.Expires).ToUnixTimeMilliseconds()));
        return made;
    }

    /// <summary>The connection does not tell its parts apart: all of the time stands as waiting.</summary>
    private static JsObject Timings(JsEngine engine, HttpResult result)
    {
        var timings = new JsObject(engine);
        foreach (var name in (string[])["blocked", "connecting", "tls_handshaking", "sending", "receiving"])
        {
            timings.FastSetDataProperty(name, JsNumber.Create(0));
        }

        timings.FastSetDataProperty("waiting", JsNumber.Create(result.DurationMs));
        timings.FastSetDataProperty("duration", JsNumber.Create(result.DurationMs));
        return timings;
    }

    private static JsObject Request(JsEngine engine, HttpCall call)
    {
        var request = Texts(engine, [new("method", call.Method.Method), new("url", call.Url.OriginalString), new("body", call.Body is null ? "" : Encoding.UTF8.GetString(call.Body))]);
        var headers = new JsObject(engine);
        foreach (var header in call.Headers.GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase))
        {
            headers.FastSetDataProperty(HeaderNames.Canonical(header.Key), new JsArray(engine, [.. header.Select(value => (JsValue)JsString.Create(value.Value))]));
        }

        request.FastSetDataProperty("headers", headers);
        return request;
    }

    private static JsObject Whole(JsEngine engine, JsResponse response)
    {
        var whole = new JsObject(engine);
        foreach (var name in (string[])["url", "status", "status_text", "proto", "error", "error_code", "headers", "cookies", "body", "timings", "request"])
        {
            whole.FastSetDataProperty(name, response.Get(name));
        }

        return whole;
    }

    private static string Reason(int status) => ((System.Net.HttpStatusCode)status).ToString() is var name && int.TryParse(name, CultureInfo.InvariantCulture, out _) ? ""
        : string.Concat(name.Select((letter, index) => index > 0 && char.IsUpper(letter) && !char.IsUpper(name[index - 1]) ? " " + letter : letter.ToString()));
}
