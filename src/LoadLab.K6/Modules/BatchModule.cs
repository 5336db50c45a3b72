using Jint;
using Jint.Native;
using Jint.Native.Object;
using LoadLab.K6.Requests;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules;

/// <summary><c>http.batch</c>: requests side by side. An array gives an array, an object one with the same keys.</summary>
internal static class BatchModule
{
    public static JsValue Send(JsEngine engine, UserState user, JsValue requests, Func<HttpResult, JsValue> answer)
    {
        user.ThrowIfCut();
        if (requests is not ObjectInstance)
        {
            throw Js.TypeError(engine, "batch() needs an array or an object of requests.");
        }

        var calls = new List<(string Key, HttpCall Call)>();
        try
        {
            calls.AddRange(Js.Properties(requests).Select(request => (request.Key, Item(engine, user, request.Value))));
        }
        catch (RequestRefusedException fault)
        {
            // As in k6: none of them is sent, and the answers end with the one that says why.
            var refused = HttpModule.Refused(engine, user, fault);
            var before = calls.Select(call => new HttpResult { Call = call.Call, Url = call.Call.Url, IsRefused = true });
            return Answers(engine, requests, [.. Js.Properties(requests).Select(request => request.Key)], [.. before, refused], answer);
        }

        var results = user.WaitFor(BatchSender.SendAsync(user, [.. calls.Select(call => call.Call)]));
        user.ThrowIfCut();
        return Answers(engine, requests, [.. calls.Select(call => call.Key)], results, answer);
    }

    private static ObjectInstance Answers(JsEngine engine, JsValue requests, List<string> keys, HttpResult[] results, Func<HttpResult, JsValue> answer)
    {
        if (requests.IsArray())
        {
            return new JsArray(engine, [.. results.Select(answer)]);
        }

        var named = new JsObject(engine);
        for (var i = 0; i < results.Length; i++)
        {
            named.FastSetDataProperty(keys[i], answer(results[i]));
        }

        return named;
    }

    private static HttpCall Item(JsEngine engine, UserState user, JsValue item)
    {
        if (item.IsString() || item is not ObjectInstance request)
        {
            return RequestReader.Read(engine, user, "GET", item, JsValue.Undefined, JsValue.Undefined);
        }

        if (item.IsArray())
        {
            return RequestReader.Read(engine, user, Js.Text(request.Get("0")), request.Get("1"), request.Get("2"), request.Get("3"));
        }

        if (request.Get("method").IsMissing() && request.Get("name").IsString())
        {
            return RequestReader.Read(engine, user, "GET", item, JsValue.Undefined, JsValue.Undefined);
        }

        var method = request.Get("method").IsMissing() ? "GET" : Js.Text(request.Get("method")).ToUpperInvariant();
        return RequestReader.Read(engine, user, method, request.Get("url"), method is "GET" or "HEAD" ? JsValue.Undefined : request.Get("body"), request.Get("params"));
    }
}
