using AngleSharp.Dom;
using Jint.Native;
using Jint.Native.Object;

namespace LoadLab.K6.Modules.Html;

/// <summary>From a selection to others: below, above and beside it.</summary>
internal static class SelectionTraversal
{
    public static void AddTo(JsEngine engine, ObjectInstance prototype)
    {
        Add("find", (self, arguments) => self.With(self.Nodes.SelectMany(node => Nodes.Below(engine, node, arguments.At(0)))));
        Add("contents", (self, _) => self.With(self.Nodes.SelectMany(node => node.ChildNodes)));
        Add("closest", (self, arguments) =>
        {
            var isMeant = Nodes.Test(engine, self, arguments.At(0));
            return self.With(self.Nodes.Select(node => Up(node, withSelf: true).FirstOrDefault(above => isMeant(above, 0))).OfType<INode>());
        });
        foreach (var (name, reach) in (IEnumerable<(string, Func<INode, IEnumerable<INode>>)>)
            [
                ("children", Children),
                ("parent", node => Up(node, withSelf: false).Take(1)),
                ("parents", node => Up(node, withSelf: false)),
                ("next", node => Beside(node, forward: true).Take(1)),
                ("nextAll", node => Beside(node, forward: true)),
                ("prev", node => Beside(node, forward: false).Take(1)),
                ("prevAll", node => Beside(node, forward: false)),
                ("siblings", node => node.Parent is { } parent ? Children(parent).Where(other => other != node) : []),
            ])
        {
            Add(name, (self, arguments) => Filtered(engine, self, self.Nodes.SelectMany(reach), arguments.At(0)));
        }

        foreach (var (name, reach) in (IEnumerable<(string, Func<INode, IEnumerable<INode>>)>)
            [
                ("parentsUntil", node => Up(node, withSelf: false)),
                ("nextUntil", node => Beside(node, forward: true)),
                ("prevUntil", node => Beside(node, forward: false)),
            ])
        {
            Add(name, (self, arguments) =>
            {
                var isEnd = arguments.At(0).IsMissing() ? (_, _) => false : Nodes.Test(engine, self, arguments.At(0));
                return Filtered(engine, self, self.Nodes.SelectMany(node => reach(node).TakeWhile(other => !isEnd(other, 0))), arguments.At(1));
            });
        }

        void Add(string name, Func<HtmlSelection, JsValue[], JsValue> call) => Js.AddMethod(prototype, name, (self, arguments) => call(Nodes.Of(engine, self), arguments));
    }

    private static HtmlSelection Filtered(JsEngine engine, HtmlSelection self, IEnumerable<INode> nodes, JsValue filter)
    {
        if (filter.IsMissing())
        {
            return self.With(nodes);
        }

        var isMeant = Nodes.Test(engine, self, filter);
        return self.With(nodes.Where(node => isMeant(node, 0)));
    }

    private static IEnumerable<INode> Children(INode node) => node is IParentNode parent ? parent.Children : [];

    private static IEnumerable<INode> Up(INode node, bool withSelf)
    {
        for (var at = withSelf ? node : node.Parent; at is IElement; at = at.Parent)
        {
            yield return at;
        }
    }

    private static IEnumerable<INode> Beside(INode node, bool forward)
    {
        for (var at = forward ? node.NextSibling : node.PreviousSibling; at is not null; at = forward ? at.NextSibling : at.PreviousSibling)
        {
            if (at is IElement)
            {
                yield return at;
            }
        }
    }
}
