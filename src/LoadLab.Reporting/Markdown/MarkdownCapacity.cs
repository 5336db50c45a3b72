using System.Text;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Markdown;

/// <summary>What a capacity search found, above its verdicts: the answers, what a reader must know of them, models and steps.</summary>
internal static class MarkdownCapacity
{
    public static void Append(StringBuilder text, RunEvaluation evaluation)
    {
        if (evaluation.Capacity.Count == 0)
        {
            return;
        }

        MarkdownText.Line(text, "## How much it holds");
        foreach (var answer in evaluation.Capacity)
        {
            MarkdownText.Line(text, $"**{CapacityTable.Title(answer.Model)}:** {MarkdownTable.Escape(CapacityText.Sentence(answer))}");
            List(text, answer.Notes);
        }

        foreach (var answer in evaluation.Capacity.Where(answer => answer.Steps.Count > 0))
        {
            MarkdownText.Line(text, $"### {CapacityTable.Title(answer.Model)}: {Units.Counted(answer.Steps.Count, "step")}");
            List(text, [.. CapacityModelText.Lines(answer.Steps)]);
            MarkdownTable.Append(text, CapacityTable.Columns, answer.Steps.Select(CapacityTable.Row));
        }
    }

    private static void List(StringBuilder text, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            text.AppendJoin("", lines.Select(line => $"- {MarkdownTable.Escape(line)}\n")).Append('\n');
        }
    }
}
