using System.Text;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;

namespace LoadLab.Testing;

/// <summary>A run as plain text: decision, verdict table, what happened, what failed, and where the report is.</summary>
internal static class ResultText
{
    private const int MostFailures = 5;

    /// <summary>Writes it.</summary>
    public static string Of(RunResult run, string report)
    {
        var (record, evaluation) = (run.Record, run.Evaluation);
        List<string> lines =
        [
            $"{Word(evaluation)}  {string.Join(" ", RunStory.Reasons(evaluation))}".TrimEnd(),
            .. Table(evaluation).Select(line => "  " + line),
            .. RunStory.What(record, PhaseFigures.Of(record)),
            .. evaluation.Validity.Findings.Concat(record.Findings).Distinct().Where(finding => finding.Severity != FindingSeverity.Info)
                .Select(finding => $"{(finding.Severity == FindingSeverity.Invalid ? "INVALID" : "WARNING")} {finding.Check}: {FindingText.Sentence(finding)}"),
            .. Failures(record),
            .. evaluation.Verdicts.Where(verdict => verdict.Verdict != Verdict.Pass && verdict.Required).Select(verdict => $"{RunStory.Name(verdict.Verdict)} {verdict.Title}: {verdict.Reason}"),
            .. RunStory.FirstCrossed(evaluation) is { } crossed ? [crossed] : Array.Empty<string>(),
            .. RunStory.BrokeFirst(evaluation),
            $"Report  {report}",
        ];
        return string.Join('\n', lines);
    }

    /// <summary><c>GO</c>, <c>NO-GO</c>, <c>INCONCLUSIVE</c> or <c>INVALID</c>.</summary>
    public static string Word(RunEvaluation evaluation) => Decisions.Of(evaluation) switch
    {
        LoadTestDecision.Invalid => "INVALID",
        LoadTestDecision.Inconclusive => "INCONCLUSIVE",
        _ => RunStory.Decision(evaluation.Decision),
    };

    private static IEnumerable<string> Failures(RunRecord record)
    {
        var rows = FailureTable.Split(record).Measured;
        return rows.Count == 0 ? [] :
        [
            FailureWords.Title + ":", .. rows.Take(MostFailures).Select(row => "  " + FailureWords.Line(row, record)),
            .. FailureWords.More(rows.Count - MostFailures) is { Length: > 0 } more ? ["  " + more] : Array.Empty<string>(),
        ];
    }

    private static IEnumerable<string> Table(RunEvaluation evaluation)
    {
        List<string[]> rows =
        [
            ["Verdict", "SLO", "Measured", "95 % interval", "Must be", "Samples", "Where"],
            .. RunStory.Deciding(evaluation).Select(verdict => new[]
            {
                RunStory.Name(verdict.Verdict), verdict.Title + (verdict.Required ? "" : " (not required)"), RunStory.Measured(verdict), RunStory.Interval(verdict),
                Units.Limit(verdict.Limit, verdict.Comparison, verdict.Unit), Units.Count(verdict.Samples), verdict.Phase.Length > 0 ? verdict.Phase : "whole run",
            }),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var line = new StringBuilder();
            for (var column = 0; column < row.Length; column++)
            {
                line.Append(column == 0 ? "" : "  ").Append(column is >= 2 and <= 5 ? row[column].PadLeft(widths[column]) : row[column].PadRight(widths[column]));
            }

            yield return line.ToString().TrimEnd();
        }
    }
}
