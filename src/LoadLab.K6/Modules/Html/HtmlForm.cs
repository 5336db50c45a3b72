using AngleSharp.Dom;

namespace LoadLab.K6.Modules.Html;

/// <summary>The fields of a form and their values.</summary>
internal static class HtmlForm
{
    private const string Submittable = "input,select,textarea,keygen";

    private static readonly string[] Buttons = ["submit", "button", "reset", "image", "file"];

    /// <summary>The fields that are sent with a form, or those among the nodes.</summary>
    public static IEnumerable<(string Name, IElement Element)> Fields(HtmlSelection selection) => selection.Elements
        .SelectMany(element => element.LocalName == "form" ? element.QuerySelectorAll(Submittable) : element.Matches(Submittable) ? [element] : Enumerable.Empty<IElement>())
        .Where(IsSent).Select(element => (element.GetAttribute("name")!, element));

    /// <summary>The values of an element: none, one, or those of a list of several.</summary>
    public static IReadOnlyList<string> Values(IElement element) => element.LocalName switch
    {
        "input" => element.GetAttribute("value") is { } value ? [value] : element.GetAttribute("type") is "checkbox" or "radio" ? ["on"] : [""],
        "button" => element.GetAttribute("value") is { } value ? [value] : [],
        "textarea" => [element.TextContent],
        "option" => [Option(element)],
        "select" => Selected(element),
        _ => [],
    };

    public static bool IsMultiple(IElement element) => element.LocalName == "select" && element.HasAttribute("multiple");

    private static List<string> Selected(IElement select)
    {
        var chosen = select.QuerySelectorAll("option[selected]").Select(Option).ToList();
        return IsMultiple(select) ? chosen : chosen.Count > 0 ? [chosen[^1]] : [.. select.QuerySelectorAll("option").Take(1).Select(Option)];
    }

    private static string Option(IElement option) => option.GetAttribute("value") ?? option.TextContent;

    private static bool IsSent(IElement element)
    {
        var type = element.GetAttribute("type")?.ToLowerInvariant() ?? "";
        return element.GetAttribute("name") is { Length: > 0 } && !element.HasAttribute("disabled")
            && !(element.LocalName == "input" && Buttons.Contains(type)) && (type is not ("checkbox" or "radio") || (element.HasAttribute("checked") && element.HasAttribute("value")));
    }
}
