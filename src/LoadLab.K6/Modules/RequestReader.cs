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
        var url = Resolve(user, text);

        var options = user.Test.Requests;
        List<KeyValuePair<string, string>> headers = [];
        var (content, contentType) = method is "GET" or "HEAD" && body.IsMissing() ? (null, null) : RequestBody.Read(engine, user, body);
        IReadOnlyDictionary<string, string>? tags = null;
        var call = new HttpCall
        {
            Method = MethodOf(method),
            Url = url,
            Step = "",
            Body = content,
            PlainBody = content,
            Jar = user.Cookies,
            Redirects = options.MaxRedirects,
            Expected = user.Expected,
            ResponseType = options.DiscardBodies ? "none" : "text",
            Throw = options.Throw,
        };
        var compression = "";
        foreach (var (key, value) in parameters is ObjectInstance ? Js.Properties(parameters) : [])
        {
            if (value.IsMissing() && !(key == "responseCallback" && value.IsNull()))
            {
                continue;
            }

            switch (key)
            {
                case "headers":
                    AddHeaders(headers, value);
                    break;
                case "tags":
                    tags = Tags(engine, value);
                    break;
                case "compression":
                    compression = Js.Text(value);
                    break;
                default:
                    call = With(engine, call, key, value);
                    break;
            }
        }

        if (contentType is not null && !headers.Exists(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
        {
            headers.Add(new("Content-Type", contentType));
        }

        call = compression.Length > 0 ? Compressed(call, compression, headers) : call;
        var name = tags?.GetValueOrDefault("name") ?? nameTag;
        call = call.Jar.IsEmpty && call.Cookies.Count == 0 ? call : call with { SentCookies = [.. RequestMaker.Cookies(call, url)] };
        return call with { Headers = headers, Tags = user.SampleTags(tags), NameTag = name, Step = name ?? user.Test.Steps.Of(method, url) };
    }

    /// <summary>As in k6, of two names that differ in the size of their letters only the last counts.</summary>
    private static void AddHeaders(List<KeyValuePair<string, string>> headers, JsValue value)
    {
        foreach (var (name, text) in Js.Properties(value))
        {
            var header = new KeyValuePair<string, string>(name, Js.Text(text));
            var before = headers.FindIndex(one => one.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (before >= 0)
            {
                headers[before] = header;
            }
            else
            {
                headers.Add(header);
            }
        }
    }

    /// <summary>An address that cannot be one is refused. One of another scheme, or of none, is asked for in vain.</summary>
    private static Uri Resolve(UserState user, string text)
    {
        if (user.Test.Addresses.Find(text) is { } known)
        {
            return known;
        }

        if (AddressFault.Of(text) is { } fault)
        {
            throw new RequestRefusedException($"invalid URL: '{text}': {fault}", ErrorCodes.InvalidUrl);
        }

        if (text.StartsWith('/') && user.Client?.BaseAddress is { } target && target.Host != "no-target.invalid" && Uri.TryCreate(target, text, out var under))
        {
            return under;
        }

        if (!text.StartsWith('/') && Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            user.Test.Addresses.Keep(text, url);
            return url;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var isPath = colon < 0 || text.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash && slash < colon;
        return isPath && Uri.TryCreate(text, UriKind.Relative, out var path) ? path
            : throw new RequestRefusedException($"invalid URL: '{text}' is not an address such as http://host/path", ErrorCodes.InvalidUrl);
    }

    private static HttpMethod MethodOf(string method) => method switch
    {
        "GET" => HttpMethod.Get,
        "POST" => HttpMethod.Post,
        _ when method.Length > 0 && method.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal)) => new HttpMethod(method),
        _ => throw new RequestRefusedException($"net/http: invalid method \"{method}\""),
    };

    private static Dictionary<string, string> Tags(JsEngine engine, JsValue value)
    {
        try
        {
            return Js.Tags(engine, value);
        }
        catch (Jint.Runtime.JavaScriptException fault)
        {
            throw new RequestRefusedException("invalid HTTP request metric tags: " + fault.Message);
        }
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

    private static HttpCall With(JsEngine engine, HttpCall call, string key, JsValue value) => key switch
    {
        "timeout" => call with { Timeout = Timeout(value) },
        "redirects" => call with { Redirects = (int)Js.Number(value) },
        "cookies" => call with { Cookies = Cookies(value) },
        "jar" => value is CookieJar jar ? call with { Jar = jar.Store() } : call,
        "responseType" => call with { ResponseType = ResponseType(Js.Text(value)) },
        "responseCallback" => call with { Expected = ReadExpected(engine, value) },
        "throw" => call with { Throw = Js.IsTrue(value) },
        "auth" => call with { IsDigest = IsDigest(engine, Js.Text(value)) },
        _ => call,
    };

    private static bool IsDigest(JsEngine engine, string auth) => auth switch
    {
        "digest" => true,
        "ntlm" => throw Js.Error(engine, "The request parameter auth: 'ntlm' is not there. Basic and digest are; the user and the password stand in the URL: http://user:password@host/"),
        _ => false,
    };

    private static string ResponseType(string type) => type is "text" or "binary" or "none" ? type
        : throw new RequestRefusedException($"The request parameter responseType: '{type}' is unknown. Use 'text', 'binary' or 'none'.");

    private static HttpCall Compressed(HttpCall call, string compression, List<KeyValuePair<string, string>> headers)
    {
        var encodings = compression.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var encoding in encodings.Where(encoding => !BodyCoding.Known.Contains(encoding)))
        {
            throw new RequestRefusedException($"unknown compression algorithm {encoding}, supported algorithms are [{string.Join(", ", BodyCoding.Known)}]");
        }

        if (call.Body is not { } body)
        {
            return call;
        }

        if (!headers.Exists(header => header.Key.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase)))
        {
            headers.Add(new("Content-Encoding", string.Join(", ", encodings)));
        }

        return call with { Body = BodyCoding.Encode(body, encodings) };
    }

    private static (string Text, string? NameTag) Address(JsValue address) => address is ObjectInstance named && named.Get("url") is { } url && url.IsString()
        ? (url.AsString(), named.Get("name") is { } name && name.IsString() ? name.AsString() : null)
        : address.IsString() ? (address.AsString(), null)
        : throw new RequestRefusedException($"invalid URL: '{(address.IsObject() ? "an object" : address)}' is no text", ErrorCodes.InvalidUrl);

    private static TimeSpan Timeout(JsValue value) => ScriptDuration.TryParse(Js.Text(value), out var timeout)
        ? timeout
        : throw new RequestRefusedException($"invalid timeout '{Js.Text(value)}': write a duration such as '30s', or milliseconds");

    private static List<OwnCookie> Cookies(JsValue value) => [.. Js.Properties(value).Where(cookie => !cookie.Value.IsMissing()).Select(cookie => cookie.Value is ObjectInstance whole
        ? new OwnCookie(cookie.Key, Js.Text(whole.Get("value")), Js.IsTrue(whole.Get("replace")))
        : new OwnCookie(cookie.Key, Js.Text(cookie.Value), Replaces: false))];
}
