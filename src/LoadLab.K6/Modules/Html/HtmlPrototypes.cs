using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jint.Native;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules.Html;

/// <summary>What all selections and elements of a user have, and the reading of a page.</summary>
internal sealed class HtmlPrototypes
{
    private readonly JsEngine _engine;
    private readonly UserState _user;

    public HtmlPrototypes(JsEngine engine, UserState user)
    {
        (_engine, _user) = (engine, user);
        Selection = new JsObject(engine);
        Element = new JsObject(engine);
        SelectionReading.AddTo(engine, Selection);
        SelectionTraversal.AddTo(engine, Selection);
        SelectionFiltering.AddTo(engine, Selection);
        ElementMethods.AddTo(engine, Element);
    }

    public JsObject Selection { get; }

    public JsObject Element { get; }

    /// <summary>
    /// Reads a page. No script of it runs and nothing is loaded. Elements more than 512 deep become neighbours, as in browsers; such a page takes long, and
    /// reading it ends when the iteration is cut off.
    /// </summary>
    public IHtmlDocument Read(string text)
    {
        try
        {
            return new HtmlParser().ParseDocumentAsync(text, _user.CutToken).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            _user.ThrowIfCut();
            throw;
        }
    }

    public HtmlSelection Select(IEnumerable<INode> nodes) => new(_engine, this, nodes);
}
