using LoadLab.Core.Measurement;

namespace LoadLab.Core.Runs;

/// <summary>Metrics and checks of scenarios as tables for reports: bounded, with a line that says what is left out. Pure.</summary>
public static class CustomTables
{
    /// <summary>Most rows of a table; the run's document has all.</summary>
    public const int MostRows = 100;

    /// <summary>The tables; none when the scenarios have neither.</summary>
    public static IReadOnlyList<ProbeTable> Of(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Custom is not { } custom ? [] : [.. new[] { Checks(custom.Checks), Metrics(custom.Metrics) }.OfType<ProbeTable>()];
    }

    private static ProbeTable? Checks(IReadOnlyList<ScriptCheck> checks) => checks.Count == 0 ? null : new ProbeTable(
        "custom.checks", "Checks, measured iterations" + LeftOut(checks.Count),
        [new("Check", ""), new("Group", ""), new("Held", "count"), new("Did not hold", "count"), new("Share that held", "ratio")],
        [
            .. checks.OrderByDescending(check => check.Fails).ThenByDescending(check => check.Passes).ThenBy(check => check.Group, StringComparer.Ordinal).ThenBy(check => check.Name, StringComparer.Ordinal).Take(MostRows)
                .Select(check => (IReadOnlyList<ProbeCell>)[ProbeCell.Of(check.Name), ProbeCell.Of(check.Group), ProbeCell.Of(check.Passes), ProbeCell.Of(check.Fails), Share(check.Passes, check.Passes + check.Fails)]),
        ]);

    private static ProbeTable? Metrics(IReadOnlyList<CustomMetric> metrics) => metrics.Count == 0 ? null : new ProbeTable(
        "custom.metrics", "Metrics of the scenarios, measured iterations" + LeftOut(metrics.Count),
        [new("Metric", ""), new("Unit", ""), new("Values", "count"), new("Sum, share or last", "value"), new("Min", "value"), new("Mean", "value"), new("P50", "value"), new("P95", "value"), new("P99", "value"), new("Max", "value")],
        [
            .. metrics.OrderByDescending(metric => metric.Samples).ThenBy(metric => metric.Measure, StringComparer.Ordinal).Take(MostRows).Select(metric => (IReadOnlyList<ProbeCell>)
            [
                ProbeCell.Of(metric.Measure), ProbeCell.Of(metric.Unit), ProbeCell.Of(metric.Samples),
                metric.Kind switch
                {
                    CustomKind.Counter => Number(metric.Sum),
                    CustomKind.Rate => Share(metric.Passes ?? 0, metric.Samples),
                    _ => Number(metric.Last),
                },
                Number(metric.Min), Number(metric.Mean), Number(metric.P50), Number(metric.P95), Number(metric.P99), Number(metric.Max),
            ]),
        ]);

    private static string LeftOut(int count) => count <= MostRows ? "" : FormattableString.Invariant($" (the {MostRows} largest of {count:#,0}; run.json has all)");

    private static ProbeCell Number(double? value) => new(null, value);

    /// <summary>Nothing of nothing is no share.</summary>
    private static ProbeCell Share(long part, long whole) => new(null, whole == 0 ? null : (double)part / whole);
}
