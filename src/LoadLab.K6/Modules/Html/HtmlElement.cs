using AngleSharp.Dom;
using Jint.Native.Object;

namespace LoadLab.K6.Modules.Html;

/// <summary>One node of a page, as a script sees it: k6's <c>Element</c>.</summary>
internal sealed class HtmlElement : ObjectInstance
{
    public HtmlElement(JsEngine engine, HtmlPrototypes prototypes, INode node)
        : base(engine)
    {
        Prototypes = prototypes;
        Prototype = prototypes.Element;
        Node = node;
    }

    public HtmlPrototypes Prototypes { get; }

    public INode Node { get; }
}
