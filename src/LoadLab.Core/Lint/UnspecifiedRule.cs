using System.Globalization;
using System.Text.RegularExpressions;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Lint;

/// <summary>What the document's words leave open, and what the catalogue takes instead.</summary>
internal sealed partial class UnspecifiedRule : LintRule
{
    public override string Name => "unspecified";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue)
    {
        foreach (var row in catalogue.Slos.Where(row => row.Original.Length > 0))
        {
            if (Window(row) is { } taken && !LintText.NamesTime(row.Original))
            {
                yield return Note(row, row is CapacitySlo ? "offered" : "indicator", $"'{row.Original}' names no length of time. The catalogue takes {taken}.");
            }

            if (row is SaturationSlo { Of: { } of } && WholePattern().Match(row.Original) is { Success: true } whole)
            {
                var zero = of == MeasureNames.RedisMemoryMax ? " It is 0 where maxmemory is not set; the row is NOT MEASURED then." : "";
                yield return Note(row, "indicator", $"'{row.Original}' does not say what the {whole.Groups[1].Value} is. The catalogue takes {of}.{zero}");
            }

            if (row is ThroughputSlo throughput && !PercentilePattern().IsMatch(row.Original))
            {
                var share = (100 - throughput.Percentile).ToString("0.##", CultureInfo.InvariantCulture);
                yield return Note(row, "indicator", $"'{row.Original}' names no percentile. The catalogue asks it of {share} in 100.");
            }
        }

        if (catalogue.Instance.Length == 0 && catalogue.Slos.OfType<CapacitySlo>().FirstOrDefault(row => row.Per == "instance") is { } first)
        {
            yield return Note(first, "offered", "It is a load per instance, and nothing says how large an instance is. Say it at the top, as in instance: 2 cores, 4 GB.");
        }

        var pending = catalogue.Slos.Where(row => row.Columns.GetValueOrDefault("status") == "TBD").ToList();
        if (pending.Count > 0)
        {
            yield return Note(pending[0], "columns", $"The current status is TBD in {pending.Count} of {catalogue.Slos.Count(row => row.Columns.ContainsKey("status"))} rows that have one: nobody has measured whether they hold. loadlab run capacity does.");
        }
    }

    private static string? Window(Slo row) => row switch
    {
        { Windowing: { } windowing } => windowing.ToString(),
        CapacitySlo capacity => $"a hold of {DurationValue.Format(capacity.Hold)}",
        SaturationSlo { Over: { } over } => $"means over {DurationValue.Format(over)}",
        SaturationSlo { Aggregate: SampleAggregate.Max } => "the highest single sample",
        SaturationSlo saturation => $"the {saturation.Aggregate.ToString().ToLowerInvariant()} of each phase",
        _ => null,
    };

    [GeneratedRegex(@"% of (?:the )?(\w+)$", RegexOptions.CultureInvariant)]
    private static partial Regex WholePattern();

    [GeneratedRegex(@"\bP\d+\b|percentile", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex PercentilePattern();
}
