using AngleSharp.Dom;
using Jint.Native.Object;

namespace LoadLab.K6.Modules.Html;

/// <summary>Nodes of a page, as a script sees them: k6's <c>Selection</c>, without double ones and in the order in which they were found.</summary>
internal sealed class HtmlSelection : ObjectInstance
{
    public HtmlSelection(JsEngine engine, HtmlPrototypes prototypes, IEnumerable<INode> nodes)
        : base(engine)
    {
        Prototypes = prototypes;
        Prototype = prototypes.Selection;
        Nodes = [.. nodes.Distinct()];
    }

    public HtmlPrototypes Prototypes { get; }

    public IReadOnlyList<INode> Nodes { get; }

    public IEnumerable<IElement> Elements => Nodes.OfType<IElement>();

    public HtmlSelection With(IEnumerable<INode> nodes) => new(Engine, Prototypes, nodes);
}
