using System.Globalization;
using AngleSharp.Dom;
using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace LoadLab.K6.Modules.Html;

/// <summary>What a selection says: its text, its attributes, its values.</summary>
internal static class SelectionReading
{
    public static void AddTo(JsEngine engine, ObjectInstance prototype)
    {
        Add("size", (self, _) => JsNumber.Create(self.Nodes.Count));
        Add("text", (self, _) => JsString.Create(string.Concat(self.Nodes.Select(TextOf))));
        Add("html", (self, _) => self.Nodes.Count == 0 ? JsValue.Undefined : JsString.Create(HtmlOf(self.Nodes[0])));
        Add("attr", (self, arguments) => self.Elements.FirstOrDefault()?.GetAttribute(Js.Text(arguments.At(0))) is { } value ? JsString.Create(value) : arguments.At(1));
        Add("val", (self, _) => self.Elements.FirstOrDefault() is { } element ? Value(engine, element) : JsValue.Undefined);
        Add("data", (self, arguments) => Data(engine, self, arguments.At(0)));
        Add("serializeArray", (self, _) => new JsArray(engine, [.. HtmlForm.Fields(self).Select(field => (JsValue)Pair(engine, field.Name, Value(engine, field.Element)))]));
        Add("serializeObject", (self, _) =>
        {
            var all = new JsObject(engine);
            foreach (var (name, element) in HtmlForm.Fields(self))
            {
                all.FastSetDataProperty(name, Value(engine, element));
            }

            return all;
        });
        Add("serialize", (self, _) => JsString.Create(RequestBody.Form(HtmlForm.Fields(self).SelectMany(field => HtmlForm.Values(field.Element).Select(value => new KeyValuePair<string, string>(field.Name, value))))));

        void Add(string name, Func<HtmlSelection, JsValue[], JsValue> call) => Js.AddMethod(prototype, name, (self, arguments) => call(Nodes.Of(engine, self), arguments));
    }

    public static string TextOf(INode node) => node is IDocument document ? document.DocumentElement?.TextContent ?? "" : node.TextContent;

    public static string HtmlOf(INode node) => node switch
    {
        IDocument document => document.DocumentElement?.OuterHtml ?? "",
        IElement element => element.InnerHtml,
        _ => node.TextContent,
    };

    public static JsValue Value(JsEngine engine, IElement element) => HtmlForm.IsMultiple(element)
        ? new JsArray(engine, [.. HtmlForm.Values(element).Select(value => (JsValue)JsString.Create(value))])
        : HtmlForm.Values(element) is [var value, ..] ? JsString.Create(value) : JsValue.Undefined;

    /// <summary><c>data-</c> attributes, as numbers, booleans or JSON where they are that.</summary>
    private static JsValue Data(JsEngine engine, HtmlSelection self, JsValue key)
    {
        var element = self.Elements.FirstOrDefault();
        if (!key.IsMissing())
        {
            var name = "data-" + string.Concat(Js.Text(key).Select(letter => char.IsAsciiLetterUpper(letter) ? "-" + char.ToLowerInvariant(letter) : letter.ToString()));
            return element?.GetAttribute(name) is { } value ? Converted(engine, value) : JsValue.Undefined;
        }

        var all = new JsObject(engine);
        foreach (var attribute in element?.Attributes.Where(attribute => attribute.Name.StartsWith("data-", StringComparison.Ordinal)) ?? [])
        {
            var parts = attribute.Name[5..].Split('-');
            all.FastSetDataProperty(parts[0] + string.Concat(parts.Skip(1).Select(part => part.Length == 0 ? "" : char.ToUpperInvariant(part[0]) + part[1..])), Converted(engine, attribute.Value));
        }

        return all;
    }

    private static JsValue Converted(JsEngine engine, string value)
    {
        if (value.StartsWith('{') || value.StartsWith('['))
        {
            try
            {
                return Js.Parse(engine, value);
            }
            catch (Jint.Runtime.JavaScriptException)
            {
                return JsString.Create(value);
            }
        }

        return value switch
        {
            "true" => JsBoolean.True,
            "false" => JsBoolean.False,
            "null" => JsValue.Null,
            "undefined" => JsValue.Undefined,
            _ when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == value => JsNumber.Create(number),
            _ => JsString.Create(value),
        };
    }

    private static JsObject Pair(JsEngine engine, string name, JsValue value)
    {
        var pair = new JsObject(engine);
        pair.FastSetDataProperty("name", JsString.Create(name));
        pair.FastSetDataProperty("value", value);
        return pair;
    }
}
