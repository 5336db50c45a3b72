using AngleSharp.Dom;
using Jint;
using Jint.Native;

namespace LoadLab.K6.Modules.Html;

/// <summary>What scripts say nodes with: selectors, selections, elements, functions.</summary>
internal static class Nodes
{
    public static HtmlSelection Of(JsEngine engine, JsValue self) => self as HtmlSelection ?? throw Js.TypeError(engine, "This is no Selection.");

    public static INode OfElement(JsEngine engine, JsValue self) => (self as HtmlElement)?.Node ?? throw Js.TypeError(engine, "This is no Element.");

    /// <summary>The elements below that a selector, a selection or an element means.</summary>
    public static IEnumerable<INode> Below(JsEngine engine, INode node, JsValue what) => what switch
    {
        HtmlSelection selection => selection.Nodes.Where(one => one != node && node.Contains(one)),
        HtmlElement element => element.Node != node && node.Contains(element.Node) ? [element.Node] : [],
        _ when what.IsString() => Query(engine, node, Js.Text(what)),
        _ => throw Invalid(engine, what),
    };

    public static IEnumerable<IElement> Query(JsEngine engine, INode node, string selector)
    {
        if (node is not IParentNode parent)
        {
            return [];
        }

        try
        {
            return parent.QuerySelectorAll(selector);
        }
        catch (DomException)
        {
            throw Js.Error(engine, $"'{selector}' is no CSS selector.");
        }
    }

    /// <summary>Whether a node is what a selector, a selection, an element or a function means.</summary>
    public static Func<INode, int, bool> Test(JsEngine engine, HtmlSelection of, JsValue what)
    {
        switch (what)
        {
            case HtmlSelection selection:
                return (node, _) => selection.Nodes.Contains(node);
            case HtmlElement element:
                return (node, _) => node == element.Node;
            case var _ when what.IsCallable():
                return (node, index) => Js.IsTrue(engine.Call(what, JsValue.Undefined, [JsNumber.Create(index), of.With([node])]));
            case var _ when what.IsString():
                var selector = Js.Text(what);
                return (node, _) => Matches(engine, node, selector);
            default:
                throw Invalid(engine, what);
        }
    }

    public static bool Matches(JsEngine engine, INode node, string selector)
    {
        try
        {
            return node is IElement element && element.Matches(selector);
        }
        catch (DomException)
        {
            throw Js.Error(engine, $"'{selector}' is no CSS selector.");
        }
    }

    private static Jint.Runtime.JavaScriptException Invalid(JsEngine engine, JsValue what) =>
        Js.TypeError(engine, $"A {what.Type.ToString().ToLowerInvariant()} cannot be used as a selector: give a text, a Selection or an Element.");
}
