using System.Text;
using LoadLab.Core.Production;
using LoadLab.Reporting.Figures;
using LoadLab.Reporting.Markdown;
using Markdig;

namespace LoadLab.Reporting.Html;

/// <summary>How a period kept the SLAs and SLOs, as one HTML page that fetches nothing, for light, dark and narrow screens: the Markdown report, laid out.</summary>
public sealed class ComplianceHtmlReport : TextReport<ComplianceReport>
{
    private const string Style = """
        main table { display: block; overflow-x: auto; }
        main li { overflow-wrap: anywhere; max-width: 100ch; }
        main p { max-width: 100ch; overflow-wrap: anywhere; }
        @media (max-width: 640px) { main { padding: 20px 16px 40px; } }
        """;

    /// <summary>HTML in the data stays text.</summary>
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    /// <summary>The marks of the Markdown report, which need a font with emoji, as words on a ground of their colour.</summary>
    private static readonly (string Mark, string Class)[] Pills =
    [
        ("🟢 Green", "good"), ("🟡 Yellow: inside the SLA, outside the SLO", "open"), ("🔴 Red", "bad"), ("⚪ Not all measured", "none"), ("⚪ NOT MEASURED", "none"), ("⚪ INCONCLUSIVE", "open"),
        ("✅ PASS", "good"), ("⚠️ WARN", "open"), ("❌ FAIL", "bad"), ("❔ INCONCLUSIVE", "open"), ("➖ NOT MEASURED", "none"),
    ];

    /// <inheritdoc/>
    public override string Name => "html";

    /// <inheritdoc/>
    public override string Summary => "One HTML page.";

    /// <inheritdoc/>
    public override string FileName => "compliance.html";

    /// <inheritdoc/>
    protected override string Compose(ComplianceReport subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var text = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        text.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        text.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>").Append(HtmlTable.Encode($"SLO report {subject.Period}: {subject.Catalogue}"));
        text.Append("</title>\n<style>\n").Append(HtmlText.Asset("report.css")).Append(Style).Append("\n</style>\n</head>\n<body>\n<main>\n");
        var body = new StringBuilder(Markdig.Markdown.ToHtml(ComplianceMarkdown.Of(subject), Pipeline));
        foreach (var (mark, name) in Pills)
        {
            body.Replace(mark, $"<span class=\"pill {name}\">{mark[(mark.IndexOf(' ', StringComparison.Ordinal) + 1)..]}</span>");
        }

        return text.Append(body).Append("</main>\n</body>\n</html>\n").ToString();
    }
}
