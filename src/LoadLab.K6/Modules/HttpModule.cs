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
    public static IEnumerable<KeyValuePair<string, JsValue>> Create(JsEngine engine, UserState user)
    {
        var prototype = ResponsePrototype.Create(engine);
        foreach (var (name, method) in (IEnumerable<(string, string)>)[("post", "POST"), ("put", "PUT"), ("patch", "PATCH"), ("del", "DELETE"), ("options", "OPTIONS")])
        {
            yield return Of(name, arguments => One(method, arguments.At(0), arguments.At(1), arguments.At(2)));
        }

        yield return Of("get", arguments => One("GET", arguments.At(0), JsValue.Undefined, arguments.At(1)));
        yield return Of("head", arguments => One("HEAD", arguments.At(0), JsValue.Undefined, arguments.At(1)));
        yield return Of("request", arguments => One(Js.Text(arguments.At(0)).ToUpperInvariant(), arguments.At(1), arguments.At(2), arguments.At(3)));
        yield return Of("asyncRequest", arguments => Promise(engine, () => One(Js.Text(arguments.At(0)).ToUpperInvariant(), arguments.At(1), arguments.At(2), arguments.At(3))));
        yield return Of("batch", arguments => Batch(engine, user, arguments.At(0), result => Answer(engine, result, prototype)));
        yield return Of("file", arguments => FormFile.Create(engine, arguments));
        yield return Of("url", arguments => Tagged(engine, arguments));
        yield return Of("expectedStatuses", arguments => Expected(engine, arguments));
        yield return Of("setResponseCallback", arguments =>
        {
            user.Expected = RequestReader.ReadExpected(engine, arguments.At(0));
            return JsValue.Undefined;
        });
        yield return Of("cookieJar", _ => CookieJar.Create(engine, user));

        KeyValuePair<string, JsValue> Of(string name, Func<JsValue[], JsValue> call) => new(name, Js.Function(engine, name, call));

        JsValue One(string method, JsValue address, JsValue body, JsValue parameters)
        {
            RefuseInit(engine, user);
            user.Sleep(user.Test.TakeTurn());
            return Answer(engine, Wait(user, HttpSender.SendAsync(user, Read(engine, user, method, address, body, parameters))), prototype);
        }
    }

    private static HttpCall Read(JsEngine engine, UserState user, string method, JsValue address, JsValue body, JsValue parameters) =>
        RequestReader.Read(engine, user, method, address, body, parameters);

    private static void RefuseInit(JsEngine engine, UserState user)
    {
        if (user.Stage == ScriptStage.Init)
        {
            throw Js.Error(engine, "Requests cannot be made while the script is read. Make them in setup() or in the default function.");
        }
    }

    private static HttpResult Wait(UserState user, Task<HttpResult> sending)
    {
        try
        {
            return sending.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            user.ThrowIfCut();
            throw;
        }
    }

    private static JsResponse Answer(JsEngine engine, HttpResult result, ObjectInstance prototype) => result is { Status: 0, Call.Throw: true }
        ? throw Js.Error(engine, $"{result.Call.Method} \"{result.Url}\": {result.Error}")
        : new JsResponse(engine, result, prototype);

    private static JsValue Promise(JsEngine engine, Func<JsValue> make)
    {
        var promise = engine.Advanced.RegisterPromise();
        try
        {
            promise.Resolve(make());
        }
        catch (Jint.Runtime.JavaScriptException fault)
        {
            promise.Reject(fault.Error);
        }

        return promise.Promise;
    }

    /// <summary>Requests side by side: an array gives an array, an object one with the same keys.</summary>
    private static JsValue Batch(JsEngine engine, UserState user, JsValue requests, Func<HttpResult, JsValue> answer)
    {
        RefuseInit(engine, user);
        user.ThrowIfCut();
        if (requests is not ObjectInstance)
        {
            throw Js.TypeError(engine, "batch() needs an array or an object of requests.");
        }

        var calls = Js.Properties(requests).Select(request => (request.Key, Call: BatchItem(engine, user, request.Value))).ToList();
        foreach (var _ in calls)
        {
            user.Sleep(user.Test.TakeTurn());
        }

        var results = BatchSender.SendAsync(user, [.. calls.Select(call => call.Call)]).GetAwaiter().GetResult();
        user.ThrowIfCut();
        if (requests.IsArray())
        {
            return new JsArray(engine, [.. results.Select(answer)]);
        }

        var named = new JsObject(engine);
        for (var i = 0; i < calls.Count; i++)
        {
            named.FastSetDataProperty(calls[i].Key, answer(results[i]));
        }

        return named;
    }

    private static HttpCall BatchItem(JsEngine engine, UserState user, JsValue item)
    {
        if (item.IsString() || item is not ObjectInstance request)
        {
            return Read(engine, user, "GET", item, JsValue.Undefined, JsValue.Undefined);
        }

        return item.IsArray()
            ? Read(engine, user, Js.Text(request.Get("0")).ToUpperInvariant(), request.Get("1"), request.Get("2"), request.Get("3"))
            : request.Get("method").IsMissing() && request.Get("name").IsString()
                ? Read(engine, user, "GET", item, JsValue.Undefined, JsValue.Undefined)
                : Read(engine, user, request.Get("method").IsMissing() ? "GET" : Js.Text(request.Get("method")).ToUpperInvariant(), request.Get("url"), request.Get("body"), request.Get("params"));
    }

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
        tagged.FastSetDataProperty("name", JsString.Create(name.ToString()));
        return tagged;
    }

    private static JsObject Expected(JsEngine engine, JsValue[] arguments)
    {
        var ranges = arguments.Select(argument => argument.IsNumber() ? (argument, argument)
            : argument is ObjectInstance range && range.Get("min").IsNumber() && range.Get("max").IsNumber() ? (range.Get("min"), range.Get("max"))
            : throw Js.TypeError(engine, "expectedStatuses() takes statuses and ranges such as {min: 200, max: 299}.")).ToList();
        var callback = new JsObject(engine);
        callback.FastSetDataProperty("expectedRanges", new JsArray(engine, [.. ranges.Select(range => (JsValue)new JsArray(engine, [range.Item1, range.Item2]))]));
        return callback;
    }
}
