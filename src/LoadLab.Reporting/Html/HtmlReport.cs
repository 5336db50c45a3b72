using LoadLab.Core.Running;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Html;

/// <summary><c>report.html</c>: one file that fetches nothing, with the chart as inline SVG, for light and dark. Needs no fonts.</summary>
public sealed class HtmlReport : TextReport<JudgedRun>
{
    /// <inheritdoc/>
    public override string Name => "html";

    /// <inheritdoc/>
    public override string Summary => "The whole run as one HTML page.";

    /// <inheritdoc/>
    public override string FileName => "report.html";

    /// <inheritdoc/>
    protected override string Compose(JudgedRun subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return HtmlText.Of(subject);
    }
}
