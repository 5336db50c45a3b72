using System.Text;
using LoadLab.Core.Comparison;
using LoadLab.Core.Gate;
using LoadLab.Reporting.Figures;
using static LoadLab.Reporting.Html.HtmlTable;

namespace LoadLab.Reporting.Html;

/// <summary>What a gate found against its baseline; stands above the verdicts of the SLOs.</summary>
internal static class HtmlGate
{
    public static void Append(StringBuilder text, GateResult gate)
    {
        text.Append("<section class=\"gate\">\n<h2>").Append(Encode(GateTable.Title(gate))).Append("</h2>\n");
        if (GateTable.Moved(gate) is { Count: > 0 } moved)
        {
            HtmlTable.Append(text, GateTable.Columns, moved.Select(figure => (Cell[])[Pill(figure), .. GateTable.Row(figure).Skip(1).Select(cell => (Cell)cell)]));
        }

        foreach (var note in GateTable.Notes(gate).Append(GateTable.Others(gate)).Where(note => note.Length > 0))
        {
            text.Append("<p class=\"meta\">").Append(Encode(note)).Append("</p>\n");
        }

        text.Append("</section>\n");
    }

    private static Cell Pill(ComparedFigure figure) =>
        new($"<span class=\"pill {(figure.Verdict == ShiftVerdict.Regressed ? "bad" : "good")}\">{Encode(ShiftWords.Verdict(figure.Verdict))}</span>");
}
