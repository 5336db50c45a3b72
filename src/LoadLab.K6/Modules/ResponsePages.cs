using AngleSharp.Dom;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using LoadLab.K6.Modules.Html;
using LoadLab.K6.Requests;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules;

/// <summary>What a response has when it is a page: <c>html()</c>, <c>submitForm()</c>, <c>clickLink()</c>.</summary>
internal static class ResponsePages
{
    public static void AddTo(JsEngine engine, UserState user, ObjectInstance prototype, SendRequest send)
    {
        HtmlPrototypes? made = null;
        Js.AddMethod(prototype, "html", (self, arguments) => Html((JsResponse)self, arguments.At(0)));
        Js.AddMethod(prototype, "submitForm", (self, arguments) => Submit((JsResponse)self, arguments.At(0)));
        Js.AddMethod(prototype, "clickLink", (self, arguments) => Click((JsResponse)self, arguments.At(0)));

        HtmlSelection Html(JsResponse response, JsValue selector)
        {
            if (!response.Result.HasBody)
            {
                throw Js.Error(engine, $"the body is null so we can't transform it to HTML - this likely was because of a request error getting the response ({response.Result.Call.Method} {SafeAddress.Of(response.Result.Url)}, status {response.Result.Status})");
            }

            made ??= new HtmlPrototypes(engine, user);
            response.Page ??= made.Read(response.Text);
            return made.Select(selector.IsMissing() ? [response.Page] : Nodes.Query(engine, response.Page, Js.Text(selector)));
        }

        JsValue Submit(JsResponse response, JsValue options)
        {
            var selector = Option(options, "formSelector", "form");
            var form = Html(response, JsString.Create(selector)).Elements.FirstOrDefault()
                ?? throw Js.Error(engine, $"no form found for selector '{selector}' in response '{SafeAddress.Of(response.Result.Url)}'");
            var method = form.GetAttribute("method")?.ToUpperInvariant() is { Length: > 0 } given ? given : "GET";
            var url = Address(response, form.GetAttribute("action"));
            var values = new JsObject(engine);
            foreach (var (name, element) in HtmlForm.Fields(made!.Select([form])))
            {
                values.Set(name, SelectionReading.Value(engine, element));
            }

            if (Nodes.Query(engine, form, Option(options, "submitSelector", "[type=\"submit\"]")).FirstOrDefault() is { } submit
                && submit.GetAttribute("name") is { } button && SelectionReading.Value(engine, submit) is { } pressed && !pressed.IsUndefined())
            {
                values.Set(button, pressed);
            }

            foreach (var (name, value) in Js.Properties(Part(options, "fields")))
            {
                values.Set(name, value);
            }

            if (method != "GET")
            {
                return send(method, JsString.Create(url.OriginalString), values, Part(options, "params"));
            }

            var query = RequestBody.Form(Js.Properties(values).SelectMany(field => field.Value.IsArray()
                ? Js.Properties(field.Value).Select(item => new KeyValuePair<string, string>(field.Key, Js.Text(item.Value)))
                : [new KeyValuePair<string, string>(field.Key, Js.Text(field.Value))]));
            return send(method, JsString.Create(new UriBuilder(url) { Query = query }.Uri.AbsoluteUri), JsValue.Undefined, Part(options, "params"));
        }

        JsValue Click(JsResponse response, JsValue options)
        {
            var selector = Option(options, "selector", "a[href]");
            var link = Html(response, JsString.Create(selector)).Elements.FirstOrDefault()
                ?? throw Js.Error(engine, $"no element found for selector '{selector}' in response '{SafeAddress.Of(response.Result.Url)}'");
            var href = link.GetAttribute("href") ?? throw Js.Error(engine, $"no valid href attribute value found on element '{selector}' in response '{SafeAddress.Of(response.Result.Url)}'");
            return send("GET", JsString.Create(Address(response, href).OriginalString), JsValue.Undefined, Part(options, "params"));
        }

        Uri Address(JsResponse response, string? relative) => relative is null ? response.Result.Url
            : Uri.TryCreate(response.Result.Url, relative, out var url) ? url
            : throw Js.Error(engine, $"invalid URL: '{relative}' on '{SafeAddress.Of(response.Result.Url)}'");
    }

    private static JsValue Part(JsValue options, string key) => options is ObjectInstance all ? all.Get(key) : JsValue.Undefined;

    private static string Option(JsValue options, string key, string otherwise) => Part(options, key) is { } value && !value.IsMissing() ? Js.Text(value) : otherwise;
}
