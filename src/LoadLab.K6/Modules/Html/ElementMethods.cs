using AngleSharp.Dom;
using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace LoadLab.K6.Modules.Html;

/// <summary>What an element says, and where it leads. As in k6, all of them are functions.</summary>
internal static class ElementMethods
{
    /// <summary>Functions that give the attribute of their name.</summary>
    private static readonly string[] Attributes = ["id", "lang", "name", "type", "href", "src", "action", "method", "title", "alt", "target", "rel", "placeholder", "content"];

    public static void AddTo(JsEngine engine, ObjectInstance prototype)
    {
        Add("nodeName", (node, _) => JsString.Create(node is IElement element ? element.LocalName : node.NodeName));
        Add("nodeValue", (node, _) => Text(node.NodeValue));
        Add("textContent", (node, _) => JsString.Create(SelectionReading.TextOf(node)));
        Add("innerHTML", (node, _) => JsString.Create(SelectionReading.HtmlOf(node)));
        Add("toString", (node, _) => JsString.Create(node is IElement element ? element.OuterHtml : node.TextContent));
        Add("getAttribute", (node, arguments) => Text((node as IElement)?.GetAttribute(Js.Text(arguments.At(0)))));
        Add("hasAttribute", (node, arguments) => Of((node as IElement)?.HasAttribute(Js.Text(arguments.At(0))) == true));
        Add("hasAttributes", (node, _) => Of((node as IElement)?.Attributes.Length > 0));
        Add("attributes", (node, _) =>
        {
            var all = new JsObject(engine);
            foreach (var attribute in (node as IElement)?.Attributes ?? Enumerable.Empty<IAttr>())
            {
                var one = new JsObject(engine);
                one.FastSetDataProperty("name", JsString.Create(attribute.Name));
                one.FastSetDataProperty("value", JsString.Create(attribute.Value));
                all.FastSetDataProperty(attribute.Name, one);
            }

            return all;
        });
        Add("className", (node, _) => Text((node as IElement)?.GetAttribute("class")));
        Add("classList", (node, _) => new JsArray(engine, [.. ((node as IElement)?.ClassList ?? Enumerable.Empty<string>()).Select(name => (JsValue)JsString.Create(name))]));
        Add("value", (node, _) => node is IElement element ? SelectionReading.Value(engine, element) : JsValue.Undefined);
        Add("text", (node, _) => JsString.Create(node.TextContent));
        Add("matches", (node, arguments) => Of(Nodes.Matches(engine, node, Js.Text(arguments.At(0)))));
        Add("contains", (node, arguments) => Of(arguments.At(0) is HtmlElement other && node.Contains(other.Node)));
        Add("hasChildNodes", (node, _) => Of(node.HasChildNodes));
        Add("childElementCount", (node, _) => JsNumber.Create(node.ChildNodes.OfType<IElement>().Count()));
        foreach (var name in Attributes)
        {
            Add(name, (node, _) => Text((node as IElement)?.GetAttribute(name)));
        }

        foreach (var (name, reach) in (IEnumerable<(string, Func<INode, INode?>)>)
            [
                ("firstChild", node => node.FirstChild), ("lastChild", node => node.LastChild), ("parentNode", node => node.Parent), ("parentElement", node => node.ParentElement),
                ("nextSibling", node => node.NextSibling), ("previousSibling", node => node.PreviousSibling),
                ("firstElementChild", node => node.ChildNodes.OfType<IElement>().FirstOrDefault()), ("lastElementChild", node => node.ChildNodes.OfType<IElement>().LastOrDefault()),
                ("nextElementSibling", node => (node as IElement)?.NextElementSibling), ("previousElementSibling", node => (node as IElement)?.PreviousElementSibling),
            ])
        {
            AddSelf(name, (self, _) => One(self, reach(self.Node)));
        }

        AddSelf("children", (self, _) => Many(self, self.Node.ChildNodes.OfType<IElement>()));
        AddSelf("childNodes", (self, _) => Many(self, self.Node.ChildNodes));
        AddSelf("querySelector", (self, arguments) => One(self, Nodes.Query(engine, self.Node, Js.Text(arguments.At(0))).FirstOrDefault()));
        AddSelf("querySelectorAll", (self, arguments) => Many(self, Nodes.Query(engine, self.Node, Js.Text(arguments.At(0)))));
        AddSelf("selection", (self, _) => self.Prototypes.Select([self.Node]));

        void Add(string name, Func<INode, JsValue[], JsValue> call) => Js.AddMethod(prototype, name, (self, arguments) => call(Nodes.OfElement(engine, self), arguments));

        void AddSelf(string name, Func<HtmlElement, JsValue[], JsValue> call) =>
            Js.AddMethod(prototype, name, (self, arguments) => call(self as HtmlElement ?? throw Js.TypeError(engine, "This is no Element."), arguments));

        JsValue One(HtmlElement self, INode? node) => node is null ? JsValue.Undefined : new HtmlElement(engine, self.Prototypes, node);

        JsValue Many(HtmlElement self, IEnumerable<INode> nodes) => new JsArray(engine, [.. nodes.Select(node => (JsValue)new HtmlElement(engine, self.Prototypes, node))]);
    }

    private static JsValue Text(string? value) => value is null ? JsValue.Undefined : JsString.Create(value);

    private static JsBoolean Of(bool value) => value ? JsBoolean.True : JsBoolean.False;
}
