using Jint.Native;
using Jint.Native.Object;
using LoadLab.K6.Requests;

namespace LoadLab.K6.Modules;

/// <summary>A response as the script sees it. What is asked for seldom is made when it is asked for.</summary>
internal sealed class JsResponse : ObjectInstance
{
    public JsResponse(JsEngine engine, HttpResult result, ObjectInstance prototype)
        : base(engine)
    {
        Result = result;
        Prototype = prototype;
        FastSetDataProperty("status", JsNumber.Create(result.Status));
        FastSetDataProperty("url", JsString.Create(result.IsRefused ? "" : SafeAddress.Of(result.Url)));
        FastSetDataProperty("error", JsString.Create(result.Error));
        FastSetDataProperty("error_code", JsNumber.Create(result.ErrorCode));
    }

    public HttpResult Result { get; }

    /// <summary>Who asks for all keys finds those too that are made when they are asked for.</summary>
    public override List<JsValue> GetOwnPropertyKeys(Jint.Runtime.Types types = Jint.Runtime.Types.String | Jint.Runtime.Types.Symbol)
    {
        foreach (var name in ResponsePrototype.Lazy)
        {
            Get(name);
        }

        return base.GetOwnPropertyKeys(types);
    }

    /// <summary>The body as a text.</summary>
    public string Text => field ??= System.Text.Encoding.UTF8.GetString(Result.Body);

    /// <summary>The parsed page, once it was asked for.</summary>
    public AngleSharp.Html.Dom.IHtmlDocument? Page { get; set; }

    /// <summary>The parsed body, once it was asked for.</summary>
    public JsValue? Json { get; set; }
}
