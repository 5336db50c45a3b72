using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using LoadLab.K6.Requests;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules;

/// <summary>What all responses have: <c>body</c>, <c>headers</c>, <c>cookies</c>, <c>timings</c>, <c>request</c>, <c>json()</c>.</summary>
internal static class ResponsePrototype
{
    /// <summary>The properties that are made when they are first asked for.</summary>
    public static IReadOnlyList<string> Lazy { get; } =
        ["body", "headers", "cookies", "timings", "request", "status_text", "proto", "remote_ip", "remote_port", "tls_version", "tls_cipher_suite", "ocsp"];

    public static ObjectInstance Create(JsEngine engine, UserState user, SendRequest send)
    {
        var prototype = new JsObject(engine);
        Once(prototype, "body", Body);
        Once(prototype, "headers", response => Texts(engine, response.Result.Headers));
        Once(prototype, "cookies", response => Cookies(engine, response.Result));
        Once(prototype, "timings", response => Timings(engine, response.Result));
        Once(prototype, "request", response => response.Result.IsRefused ? new JsObject(engine) : Request(engine, user, response.Result.Call));
        Once(prototype, "status_text", response => JsString.Create(response.Result.Status == 0 ? "" : FormattableString.Invariant($"{response.Result.Status} {response.Result.Reason}").Trim()));
        Once(prototype, "proto", response => JsString.Create(response.Result.Proto));
        Once(prototype, "remote_ip", response => JsString.Create(response.Result.Connection?.Address ?? ""));
        Once(prototype, "remote_port", response => JsNumber.Create(response.Result.Connection?.Port ?? 0));
        Once(prototype, "tls_version", response => JsString.Create(response.Result.Connection?.TlsVersion is { } version ? "tls" + version : ""));
        Once(prototype, "tls_cipher_suite", response => JsString.Create(response.Result.Connection?.TlsCipher ?? ""));
        Once(prototype, "ocsp", _ => Unknown(engine));
        Js.AddMethod(prototype, "json", (self, arguments) => Json(engine, (JsResponse)self, arguments.At(0)));
        Js.AddMethod(prototype, "toJSON", (self, _) => Whole(engine, (JsResponse)self));
        ResponsePages.AddTo(engine, user, prototype, send);
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
        { HasBody: false } => JsValue.Null,
        { Call.ResponseType: "binary" } result => Js.Buffer(response.Engine, result.Body),
        _ => JsString.Create(response.Text),
    };

    private static JsValue Json(JsEngine engine, JsResponse response, JsValue selector)
    {
        if (!response.Result.HasBody && !response.Result.IsRefused)
        {
            throw Js.Error(engine, $"the body is null so we can't transform it to JSON - this likely was because of a request error getting the response ({response.Result.Call.Method} {SafeAddress.Of(response.Result.Url)}, status {response.Result.Status})");
        }

        try
        {
            response.Json ??= new Jint.Native.Json.JsonParser(engine).Parse(response.Text);
        }
        catch (JavaScriptException) when (!selector.IsMissing())
        {
            // As in k6, nothing can be selected from what is no JSON; who asks for all of it gets the error.
            return JsValue.Undefined;
        }
        catch (JavaScriptException fault)
        {
            throw Js.Error(engine, $"cannot parse json due to an error: {fault.Message} ({response.Result.Call.Method} {SafeAddress.Of(response.Result.Url)}, status {response.Result.Status})");
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

    private static JsObject Cookie(JsEngine engine, StoredCookie cookie)
    {
        var made = Texts(engine, [new("name", cookie.Name), new("value", cookie.Value), new("domain", cookie.Domain), new("path", cookie.Path)]);
        made.FastSetDataProperty("http_only", cookie.HttpOnly ? JsBoolean.True : JsBoolean.False);
        made.FastSetDataProperty("secure", cookie.Secure ? JsBoolean.True : JsBoolean.False);
        made.FastSetDataProperty("max_age", JsNumber.Create(cookie.MaxAge));
        made.FastSetDataProperty("expires", JsNumber.Create(cookie.Expires?.ToUnixTimeMilliseconds() ?? 0));
        return made;
    }

    private static JsObject Timings(JsEngine engine, HttpResult result)
    {
        var parts = result.Timings;
        var timings = new JsObject(engine);
        foreach (var (name, value) in ((string, double)[])
            [
                ("duration", parts.Duration), ("blocked", parts.Blocked), ("connecting", parts.Connecting), ("tls_handshaking", parts.TlsHandshaking),
                ("sending", parts.Sending), ("waiting", parts.Waiting), ("receiving", parts.Receiving),
            ])
        {
            timings.FastSetDataProperty(name, JsNumber.Create(value));
        }

        return timings;
    }

    /// <summary>Nothing is asked of OCSP: there is no answer, rather than one of nought.</summary>
    private static JsObject Unknown(JsEngine engine)
    {
        var ocsp = new JsObject(engine);
        foreach (var name in (string[])["produced_at", "this_update", "next_update", "revoked_at", "revocation_reason", "status"])
        {
            ocsp.FastSetDataProperty(name, JsValue.Null);
        }

        return ocsp;
    }

    private static JsObject Request(JsEngine engine, UserState user, HttpCall call)
    {
        var request = Texts(engine, [new("method", call.Method.Method), new("url", SafeAddress.Of(call.Url)), new("body", call.PlainBody is null ? "" : Encoding.UTF8.GetString(call.PlainBody))]);
        var headers = new JsObject(engine);
        foreach (var header in call.Headers.GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase))
        {
            headers.FastSetDataProperty(HeaderNames.Canonical(header.Key), new JsArray(engine, [.. header.Select(value => (JsValue)JsString.Create(value.Value))]));
        }

        if (headers.Get("User-Agent").IsUndefined())
        {
            headers.FastSetDataProperty("User-Agent", new JsArray(engine, [JsString.Create(user.Test.Requests.UserAgent)]));
        }

        var cookies = new JsObject(engine);
        foreach (var cookie in call.SentCookies.GroupBy(cookie => cookie.Key, StringComparer.Ordinal))
        {
            cookies.FastSetDataProperty(cookie.Key, new JsArray(engine, [.. cookie.Select(one => (JsValue)SentCookie(engine, one))]));
        }

        if (call.SentCookies.Count > 0)
        {
            headers.FastSetDataProperty("Cookie", new JsArray(engine, [JsString.Create(string.Join("; ", call.SentCookies.Select(cookie => $"{cookie.Key}={cookie.Value}")))]));
        }

        request.FastSetDataProperty("headers", headers);
        request.FastSetDataProperty("cookies", cookies);
        return request;
    }

    private static JsObject SentCookie(JsEngine engine, KeyValuePair<string, string> cookie)
    {
        var made = Texts(engine, [new("name", cookie.Key), new("value", cookie.Value)]);
        made.FastSetDataProperty("replace", JsBoolean.False);
        return made;
    }

    private static JsObject Whole(JsEngine engine, JsResponse response)
    {
        var whole = new JsObject(engine);
        foreach (var name in (string[])["url", "status", "error", "error_code", .. Lazy])
        {
            whole.FastSetDataProperty(name, response.Get(name));
        }

        return whole;
    }
}
