using System.Net;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using LoadLab.K6.Requests;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules;

/// <summary><c>k6/http</c>. A request blocks the thread of its virtual user, which is the user's own.</summary>
internal static class HttpModule
{
    private static readonly KeyValuePair<string, string>[] Constants =
    [
        new("TLS_1_0", "tls1.0"), new("TLS_1_1", "tls1.1"), new("TLS_1_2", "tls1.2"), new("TLS_1_3", "tls1.3"),
        new("OCSP_STATUS_GOOD", "good"), new("OCSP_STATUS_REVOKED", "revoked"), new("OCSP_STATUS_SERVER_FAILED", "server_failed"), new("OCSP_STATUS_UNKNOWN", "unknown"),
        new("OCSP_REASON_UNSPECIFIED", "unspecified"), new("OCSP_REASON_KEY_COMPROMISE", "key_compromise"), new("OCSP_REASON_CA_COMPROMISE", "ca_compromise"),
        new("OCSP_REASON_AFFILIATION_CHANGED", "affiliation_changed"), new("OCSP_REASON_SUPERSEDED", "superseded"), new("OCSP_REASON_CESSATION_OF_OPERATION", "cessation_of_operation"),
        new("OCSP_REASON_CERTIFICATE_HOLD", "certificate_hold"), new("OCSP_REASON_REMOVE_FROM_CRL", "remove_from_crl"), new("OCSP_REASON_PRIVILEGE_WITHDRAWN", "privilege_withdrawn"),
        new("OCSP_REASON_AA_COMPROMISE", "aa_compromise"),
    ];

    public static IEnumerable<KeyValuePair<string, JsValue>> Create(JsEngine engine, UserState user)
    {
        ObjectInstance prototype = null!;
        prototype = ResponsePrototype.Create(engine, user, One);
        foreach (var (name, method) in (IEnumerable<(string, string)>)[("post", "POST"), ("put", "PUT"), ("patch", "PATCH"), ("del", "DELETE"), ("options", "OPTIONS")])
        {
            yield return Of(name, arguments => One(method, arguments.At(0), arguments.At(1), arguments.At(2)));
        }

        yield return Of("get", arguments => One("GET", arguments.At(0), JsValue.Undefined, arguments.At(1)));
        yield return Of("head", arguments => One("HEAD", arguments.At(0), JsValue.Undefined, arguments.At(1)));
        yield return Of("request", arguments => One(Js.Text(arguments.At(0)), arguments.At(1), arguments.At(2), arguments.At(3)));
        yield return Of("asyncRequest", Later);
        yield return Of("batch", arguments =>
        {
            RefuseInit(engine, user);
            return BatchModule.Send(engine, user, arguments.At(0), result => Answer(engine, result, prototype));
        });
        yield return Of("file", arguments => FormFile.Create(engine, arguments));
        yield return Of("url", arguments => Tagged(engine, arguments));
        yield return Of("expectedStatuses", arguments => Expected(engine, arguments));
        yield return Of("setResponseCallback", arguments =>
        {
            user.Expected = RequestReader.ReadExpected(engine, arguments.At(0));
            return JsValue.Undefined;
        });
        var (jars, ofUser) = CookieJar.Create(engine, user);
        yield return new("CookieJar", jars);
        yield return Of("cookieJar", _ => ofUser());
        foreach (var (name, value) in Constants)
        {
            yield return new(name, JsString.Create(value));
        }

        KeyValuePair<string, JsValue> Of(string name, Func<JsValue[], JsValue> call) => new(name, Js.Function(engine, name, call));

        JsValue One(string method, JsValue address, JsValue body, JsValue parameters)
        {
            RefuseInit(engine, user);
            user.ThrowIfCut();
            HttpCall call;
            try
            {
                call = RequestReader.Read(engine, user, method, address, body, parameters) with { WaitingThread = Environment.CurrentManagedThreadId };
            }
            catch (RequestRefusedException fault)
            {
                return Answer(engine, Refused(engine, user, fault), prototype);
            }

            return Answer(engine, Wait(user, HttpSender.SendAsync(user, call)), prototype);
        }

        JsValue Later(JsValue[] arguments)
        {
            RefuseInit(engine, user);
            return Promises.Of(engine, user, () =>
            {
                HttpCall call;
                try
                {
                    call = RequestReader.Read(engine, user, Js.Text(arguments.At(0)), arguments.At(1), arguments.At(2), arguments.At(3));
                }
                catch (RequestRefusedException fault)
                {
                    return Task.FromResult(Refused(engine, user, fault));
                }

                return HttpSender.SendAsync(user, call);
            }, result => Answer(engine, result, prototype));
        }
    }

    private static void RefuseInit(JsEngine engine, UserState user)
    {
        if (user.Stage == ScriptStage.Init)
        {
            throw Js.Error(engine, "Requests cannot be made while the script is read. Make them in setup() or in the default function.");
        }
    }

    /// <summary>As in k6: the script goes on with an answer that says why, unless its option <c>throw</c> is set.</summary>
    internal static HttpResult Refused(JsEngine engine, UserState user, RequestRefusedException fault)
    {
        if (user.Test.Requests.Throw)
        {
            throw Js.Error(engine, fault.Message);
        }

        user.Test.Say($"script warn: the request was not sent: {fault.Message}");
        return fault.ToResult();
    }

    private static HttpResult Wait(UserState user, Task<HttpResult> sending)
    {
        try
        {
            return user.WaitFor(sending);
        }
        catch (OperationCanceledException)
        {
            user.ThrowIfCut();
            throw;
        }
    }

    private static JsResponse Answer(JsEngine engine, HttpResult result, ObjectInstance prototype) => result is { Status: 0, Call.Throw: true }
        ? throw Js.Error(engine, $"{result.Call.Method} \"{SafeAddress.Of(result.Url)}\": {result.Error}")
        : new JsResponse(engine, result, prototype);

    /// <summary><c>http.url`…/${id}`</c>: the address, and its pattern as the name.</summary>
    private static JsObject Tagged(JsEngine engine, JsValue[] arguments)
    {
        var parts = Js.Properties(arguments.At(0)).Select(part => Js.Text(part.Value)).ToList();
        var (url, name) = (new System.Text.StringBuilder(), new System.Text.StringBuilder());
        for (var i = 0; i < parts.Count; i++)
        {
            url.Append(parts[i]);
            name.Append(parts[i]);
            if (i < parts.Count - 1)
            {
                url.Append(Js.Text(arguments.At(i + 1)));
                name.Append("${}");
            }
        }

        var tagged = new JsObject(engine);
        tagged.FastSetDataProperty("url", JsString.Create(url.ToString()));
        tagged.FastSetDataProperty("clean_url", JsString.Create(Uri.TryCreate(url.ToString(), UriKind.Absolute, out var whole) ? SafeAddress.Of(whole) : url.ToString()));
        tagged.FastSetDataProperty("name", JsString.Create(name.ToString()));
        return tagged;
    }

    private static JsObject Expected(JsEngine engine, JsValue[] arguments)
    {
        if (arguments.Length == 0)
        {
            throw Js.Error(engine, "expectedStatuses() takes statuses and ranges such as {min: 200, max: 299}: there is none.");
        }

        var ranges = arguments.Select(argument => argument.IsNumber() ? (argument, argument)
            : argument is ObjectInstance range && range.Get("min").IsNumber() && range.Get("max").IsNumber() ? (range.Get("min"), range.Get("max"))
            : throw Js.TypeError(engine, "expectedStatuses() takes statuses and ranges such as {min: 200, max: 299}.")).ToList();
        var callback = new JsObject(engine);
        callback.FastSetDataProperty("expectedRanges", new JsArray(engine, [.. ranges.Select(range => (JsValue)new JsArray(engine, [range.Item1, range.Item2]))]));
        return callback;
    }
}
