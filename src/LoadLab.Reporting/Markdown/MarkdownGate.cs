using System.Text;
using LoadLab.Core.Gate;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Markdown;

/// <summary>What a gate found against its baseline; stands above the verdicts of the SLOs.</summary>
internal static class MarkdownGate
{
    public static void Append(StringBuilder text, GateResult gate)
    {
        MarkdownText.Line(text, $"## {MarkdownTable.Escape(GateTable.Title(gate))}");
        if (GateTable.Moved(gate) is { Count: > 0 } moved)
        {
            MarkdownTable.Append(text, GateTable.Columns, moved.Select(GateTable.Row));
        }

        foreach (var note in GateTable.Notes(gate).Append(GateTable.Others(gate)).Where(note => note.Length > 0))
        {
            MarkdownText.Line(text, MarkdownTable.Escape(note));
        }
    }
}
