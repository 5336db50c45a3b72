using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace LoadLab.K6.Modules.Html;

/// <summary>Parts of a selection, and a function for each of its nodes.</summary>
internal static class SelectionFiltering
{
    public static void AddTo(JsEngine engine, ObjectInstance prototype)
    {
        Add("eq", (self, arguments) => self.With(At(self, arguments.At(0)) is { } index ? [self.Nodes[index]] : []));
        Add("first", (self, _) => self.With(self.Nodes.Take(1)));
        Add("last", (self, _) => self.With(self.Nodes.TakeLast(1)));
        Add("slice", (self, arguments) => self.With(self.Nodes.Take(Range(self, arguments))));
        Add("filter", (self, arguments) => Keep(self, arguments.At(0), holds: true));
        Add("not", (self, arguments) => Keep(self, arguments.At(0), holds: false));
        Add("has", (self, arguments) => self.With(self.Nodes.Where(node => Nodes.Below(engine, node, arguments.At(0)).Any())));
        Add("is", (self, arguments) =>
        {
            var isMeant = Nodes.Test(engine, self, arguments.At(0));
            return self.Nodes.Where((node, index) => isMeant(node, index)).Any() ? JsBoolean.True : JsBoolean.False;
        });
        Add("add", (self, arguments) => self.With(self.Nodes.Concat(arguments.At(0).IsString()
            ? self.Nodes.Take(1).SelectMany(node => Nodes.Query(engine, node.Owner ?? node, Js.Text(arguments.At(0))))
            : arguments.At(0) switch { HtmlSelection other => other.Nodes, HtmlElement element => [element.Node], _ => throw Js.TypeError(engine, "add() takes a text, a Selection or an Element.") })));
        Add("each", (self, arguments) =>
        {
            Function(arguments.At(0), "each");
            for (var i = 0; i < self.Nodes.Count; i++)
            {
                engine.Call(arguments.At(0), JsValue.Undefined, [JsNumber.Create(i), new HtmlElement(engine, self.Prototypes, self.Nodes[i])]);
            }

            return self;
        });
        Add("map", (self, arguments) =>
        {
            Function(arguments.At(0), "map");
            return new JsArray(engine, [.. self.Nodes.Select((node, i) => engine.Call(arguments.At(0), JsValue.Undefined, [JsNumber.Create(i), self.With([node])]))]);
        });
        Add("toArray", (self, _) => new JsArray(engine, [.. self.Nodes.Select(node => (JsValue)self.With([node]))]));
        Add("get", (self, arguments) => arguments.At(0).IsMissing()
            ? new JsArray(engine, [.. self.Nodes.Select(node => (JsValue)new HtmlElement(engine, self.Prototypes, node))])
            : At(self, arguments.At(0)) is { } index ? new HtmlElement(engine, self.Prototypes, self.Nodes[index]) : JsValue.Undefined);
        Add("index", (self, arguments) => JsNumber.Create(IndexOf(engine, self, arguments.At(0))));

        void Add(string name, Func<HtmlSelection, JsValue[], JsValue> call) => Js.AddMethod(prototype, name, (self, arguments) => call(Nodes.Of(engine, self), arguments));

        void Function(JsValue value, string name)
        {
            if (!value.IsCallable())
            {
                throw Js.TypeError(engine, $"{name}() needs a function.");
            }
        }

        JsValue Keep(HtmlSelection self, JsValue what, bool holds)
        {
            var isMeant = Nodes.Test(engine, self, what);
            return self.With(self.Nodes.Where((node, index) => isMeant(node, index) == holds));
        }
    }

    private static int? At(HtmlSelection self, JsValue value)
    {
        var index = (int)Js.Number(value);
        index = index < 0 ? self.Nodes.Count + index : index;
        return index >= 0 && index < self.Nodes.Count ? index : null;
    }

    private static Range Range(HtmlSelection self, JsValue[] arguments)
    {
        var (start, end) = (Bound(arguments.At(0), 0), Bound(arguments.At(1), self.Nodes.Count));
        return start..Math.Max(start, end);

        int Bound(JsValue value, int otherwise) => value.IsMissing() ? otherwise : (int)Js.Number(value) is < 0 and var back ? Math.Max(0, self.Nodes.Count + back) : Math.Min((int)Js.Number(value), self.Nodes.Count);
    }

    private static int IndexOf(JsEngine engine, HtmlSelection self, JsValue what)
    {
        if (self.Nodes.Count == 0)
        {
            return -1;
        }

        var all = self.Nodes.ToList();
        return what switch
        {
            HtmlSelection selection => selection.Nodes.Count == 0 ? -1 : all.IndexOf(selection.Nodes[0]),
            HtmlElement element => all.IndexOf(element.Node),
            _ when what.IsString() => Nodes.Query(engine, self.Nodes[0].Owner ?? self.Nodes[0], Js.Text(what)).Cast<AngleSharp.Dom.INode>().ToList().IndexOf(self.Nodes[0]),
            _ => self.Nodes[0].Parent?.ChildNodes.OfType<AngleSharp.Dom.IElement>().Cast<AngleSharp.Dom.INode>().ToList().IndexOf(self.Nodes[0]) ?? -1,
        };
    }
}
