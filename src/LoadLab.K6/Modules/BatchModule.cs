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

        var calls = Js.Properties(requests).Select(request => (request.Key, Call: Item(engine, user, request.Value))).ToList();
        foreach (var _ in calls)
        {
            user.Sleep(user.Test.TakeTurn());
        }

        var results = user.WaitFor(BatchSender.SendAsync(user, [.. calls.Select(call => call.Call)]));
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

    private static HttpCall Item(JsEngine engine, UserState user, JsValue item)
    {
        if (item.IsString() || item is not ObjectInstance request)
        {
            return RequestReader.Read(engine, user, "GET", item, JsValue.Undefined, JsValue.Undefined);
        }

        return item.IsArray()
            ? RequestReader.Read(engine, user, Js.Text(request.Get("0")).ToUpperInvariant(), request.Get("1"), request.Get("2"), request.Get("3"))
            : request.Get("method").IsMissing() && request.Get("name").IsString()
                ? RequestReader.Read(engine, user, "GET", item, JsValue.Undefined, JsValue.Undefined)
                : RequestReader.Read(engine, user, request.Get("method").IsMissing() ? "GET" : Js.Text(request.Get("method")).ToUpperInvariant(), request.Get("url"), request.Get("body"), request.Get("params"));
    }
}
