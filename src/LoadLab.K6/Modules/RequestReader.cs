using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using LoadLab.K6.Requests;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules;

/// <summary>Reads the arguments of a request: address, body and params.</summary>
internal static class RequestReader
{
    public static HttpCall Read(JsEngine engine, UserState user, string method, JsValue address, JsValue body, JsValue parameters)
    {
        var (text, nameTag) = Address(address);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            url = user.Client?.BaseAddress is { } target && target.Host != "no-target.invalid" && Uri.TryCreate(target, text, out var under) && text.StartsWith('/') ? under
                : throw Js.Error(engine, $"invalid URL: '{text}' is not an address with http:// or https://");
        }

        var options = user.Test.Requests;
        var headers = new List<KeyValuePair<string, string>>();
        var (content, contentType) = method is "GET" or "HEAD" && body.IsMissing() ? (null, null) : Body(engine, body);
        IReadOnlyDictionary<string, string>? tags = null;
        var call = new HttpCall
        {
            Method = HttpMethod.Parse(method),
            Url = url,
            Step = "",
            NameTag = nameTag ?? text,
            Body = content,
            Redirects = options.MaxRedirects,
            Expected = user.Expected,
            ResponseType = options.DiscardBodies ? "none" : "text",
            Throw = options.Throw,
        };
        foreach (var (key, value) in Js.Properties(parameters).Where(parameter => !parameter.Value.IsMissing() || (parameter.Key == "responseCallback" && parameter.Value.IsNull())))
        {
            call = key switch
            {
                "headers" => WithHeaders(call, headers, value),
                "tags" => call with { Tags = tags = Js.Texts(value) },
                "timeout" => call with { Timeout = Timeout(engine, value) },
                "redirects" => call with { Redirects = (int)Js.Number(value) },
                "cookies" => call with { Cookies = Cookies(value) },
                "responseType" => call with { ResponseType = Js.Text(value) },
                "responseCallback" => call with { Expected = ReadExpected(engine, value) },
                "throw" => call with { Throw = Js.IsTrue(value) },
                "jar" or "compression" or "auth" => Refuse(engine, key, value),
                _ => call,
            };
        }

        if (contentType is not null && !headers.Exists(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
        {
            headers.Add(new("Content-Type", contentType));
        }

        var name = tags?.GetValueOrDefault("name") ?? nameTag;
        return call with { Headers = headers, NameTag = name ?? text, Step = name ?? StepName.Of(method, url) };
    }

    /// <summary>Statuses of <c>http.expectedStatuses</c>; null for none.</summary>
    public static ExpectedStatuses? ReadExpected(JsEngine engine, JsValue value)
    {
        if (value.IsNull())
        {
            return null;
        }

        var ranges = value is ObjectInstance made ? made.Get("expectedRanges") : JsValue.Undefined;
        return ranges.IsArray()
            ? new ExpectedStatuses([.. Js.Properties(ranges).Select(range => ((int)Js.Number(((ObjectInstance)range.Value).Get("0")), (int)Js.Number(((ObjectInstance)range.Value).Get("1"))))])
            : throw Js.TypeError(engine, "A response callback is null or what http.expectedStatuses() gives.");
    }

    private static HttpCall Refuse(JsEngine engine, string key, JsValue value) => throw Js.Error(engine, key switch
    {
        "auth" => $"The request parameter auth: '{Js.Text(value)}' is not there. Basic authentication goes into the URL: http://user:password@host/",
        "compression" => "The request parameter 'compression' is not there: send the body as it is.",
        _ => "The request parameter 'jar' is not there: the user's own jar is used, and 'cookies' adds to it.",
    });

    private static (string Text, string? NameTag) Address(JsValue address) => address is ObjectInstance named && named.Get("url") is { } url && url.IsString()
        ? (url.AsString(), named.Get("name") is { } name && name.IsString() ? name.AsString() : null)
        : (Js.Text(address), null);

    private static HttpCall WithHeaders(HttpCall call, List<KeyValuePair<string, string>> headers, JsValue value)
    {
        headers.AddRange(Js.Texts(value));
        return call;
    }

    private static TimeSpan Timeout(JsEngine engine, JsValue value) => ScriptDuration.TryParse(Js.Text(value), out var timeout) && timeout > TimeSpan.Zero
        ? timeout
        : throw Js.Error(engine, $"invalid timeout '{Js.Text(value)}': write a duration such as '30s', or milliseconds");

    private static Dictionary<string, string> Cookies(JsValue value) => Js.Properties(value).ToDictionary(
        cookie => cookie.Key, cookie => cookie.Value is ObjectInstance whole ? Js.Text(whole.Get("value")) : Js.Text(cookie.Value), StringComparer.Ordinal);

    private static (byte[]? Content, string? Type) Body(JsEngine engine, JsValue body)
    {
        if (body.IsMissing())
        {
            return (null, null);
        }

        if (body.IsString() || body.IsArrayBuffer() || body.IsUint8Array())
        {
            return (Js.Bytes(body), null);
        }

        var fields = Js.Properties(body).ToList();
        return fields.Exists(field => FormFile.Is(field.Value)) ? FormFile.Multipart(fields)
            : (Encoding.UTF8.GetBytes(string.Join('&', fields.SelectMany(Fields))), "application/x-www-form-urlencoded");
    }

    private static IEnumerable<string> Fields(KeyValuePair<string, JsValue> field) => field.Value.IsArray()
        ? Js.Properties(field.Value).Select(item => $"{System.Net.WebUtility.UrlEncode(field.Key)}={System.Net.WebUtility.UrlEncode(Js.Text(item.Value))}")
        : [$"{System.Net.WebUtility.UrlEncode(field.Key)}={System.Net.WebUtility.UrlEncode(Js.Text(field.Value))}"];
}
