using System.Globalization;
using System.Text.RegularExpressions;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Verdicts;

namespace LoadLab.Reporting.Figures;

/// <summary>Finds the verdicts whose limits a chart shows. Reads what the verdict declares; where it declares no measure, its unit and title.</summary>
internal static partial class SloLines
{
    /// <summary>SLOs on a percentile of the response time; the SLAs are drawn only where there is no SLO.</summary>
    public static IReadOnlyList<SloVerdict> ResponseTime(RunEvaluation evaluation) => Strictest(evaluation.Verdicts.Where(IsResponseTime));

    /// <summary>Limits on a measure of a probe.</summary>
    public static IReadOnlyList<SloVerdict> Of(RunEvaluation evaluation, string measure, string unit) => Strictest(evaluation.Verdicts.Where(verdict =>
        verdict.Unit == unit && (verdict.Measure == measure || (verdict.Measure.Length == 0 && NamesMeasure(verdict, measure)))));

    /// <summary>The percentile that a verdict judges; null when it judges none.</summary>
    public static double? Percentile(SloVerdict verdict) => verdict.Percentile
        ?? (PercentileName().Match(verdict.Title) is { Success: true } match
            ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : null);

    private static bool IsResponseTime(SloVerdict verdict) => verdict.Measure.Length > 0
        ? verdict.Measure == MeasureNames.HttpResponseTime && Percentile(verdict) is not null
        : verdict.Unit == "ms" && Percentile(verdict) is not null && verdict.Title.Contains("response", StringComparison.OrdinalIgnoreCase);

    private static bool NamesMeasure(SloVerdict verdict, string measure)
    {
        string[] words = measure switch
        {
            MeasureNames.DbPoolUsed => ["pool", "connections"],
            MeasureNames.RedisMemoryUsed => ["redis"],
            MeasureNames.QueueLength => ["queue"],
            _ => [],
        };
        return words.Any(word => verdict.Title.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static List<SloVerdict> Strictest(IEnumerable<SloVerdict> verdicts)
    {
        var all = verdicts.ToList();
        var slos = all.Where(verdict => verdict.Tier == SloTier.Slo).ToList();
        return [.. (slos.Count > 0 ? slos : all).DistinctBy(verdict => (Percentile(verdict), verdict.Limit))];
    }

    [GeneratedRegex(@"\bP(\d{1,2}(?:\.\d+)?)\b", RegexOptions.CultureInvariant)]
    private static partial Regex PercentileName();
}
