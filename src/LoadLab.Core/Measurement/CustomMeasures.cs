namespace LoadLab.Core.Measurement;

/// <summary>
/// Measures that scenarios bring themselves: <c>counter.NAME</c>, <c>gauge.NAME</c>, <c>rate.NAME</c>, <c>trend.NAME</c>, <c>check.NAME</c>. The kind stands in the name,
/// so that a catalogue can be checked without the scenarios. A tag follows the name in brackets: <c>trend.checkout[plan:premium]</c>. Pure.
/// </summary>
public static class CustomMeasures
{
    /// <summary>Ending of a measure.</summary>
    public const string Passes = ".passes";
    /// <summary>Ending of a measure.</summary>
    public const string Count = ".count";
    /// <summary>Ending of a measure.</summary>
    public const string PerSecond = ".rate";
    /// <summary>Ending of a measure.</summary>
    public const string Mean = ".mean";
    /// <summary>Ending of a measure.</summary>
    public const string P95 = ".p95";
    /// <summary>Ending of a measure.</summary>
    public const string Max = ".max";

    private const string Time = "ms";

    /// <summary>Unit of metrics that were given none.</summary>
    public const string NoUnit = "value";

    /// <summary>The families, with the varying part of the name in capitals.</summary>
    internal static IEnumerable<MeasureDeclaration> Families =>
        [.. Of(CustomKind.Counter, "NAME", ""), .. Of(CustomKind.Gauge, "NAME", ""), .. Of(CustomKind.Rate, "NAME", ""), .. Of(CustomKind.Trend, "NAME", Time), .. Of(CustomKind.Check, "NAME", "")];

    /// <summary>The first part of the names of a kind: <c>counter.</c>.</summary>
    public static string PrefixOf(CustomKind kind) => kind.ToString().ToLowerInvariant() + ".";

    /// <summary>A name with its tag.</summary>
    public static string NameOf(CustomKind kind, string name, string tag) => PrefixOf(kind) + name + (tag.Length == 0 ? "" : $"[{tag}]");

    /// <summary>All measures of a metric or check.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">Its name, with its tag.</param>
    /// <param name="unit">Its unit; empty for none.</param>
    public static IReadOnlyList<MeasureDeclaration> Of(CustomKind kind, string name, string unit)
    {
        var (full, own) = (PrefixOf(kind) + name, unit.Length == 0 ? NoUnit : unit);
        return kind switch
        {
            CustomKind.Counter =>
            [
                New(full, MeasureKind.Total, unit.Length == 0 ? "count" : unit, MeasureAggregation.Delta, "Sum of what scenarios added to their counter"),
                New(full + PerSecond, MeasureKind.Sample, "1/s", MeasureAggregation.Mean, "The same a second"),
            ],
            CustomKind.Gauge => [New(full, MeasureKind.Sample, own, MeasureAggregation.Max, "Latest value that scenarios gave their gauge")],
            CustomKind.Trend =>
            [
                New(full, own == Time ? MeasureKind.Times : MeasureKind.Sample, own, MeasureAggregation.Max, "Distribution of the values of a scenario's trend; of values that are no times there are the figures a second only"),
                New(full + Count, MeasureKind.Total, own == Time ? "samples" : "values", MeasureAggregation.Delta, "How many values the trend got"),
                New(full + Mean, MeasureKind.Sample, own, MeasureAggregation.Max, "Their mean in a second"),
                New(full + P95, MeasureKind.Sample, own, MeasureAggregation.Max, "Their 95th percentile in a second"),
                New(full + Max, MeasureKind.Sample, own, MeasureAggregation.Max, "The highest in a second"),
            ],
            _ =>
            [
                New(full, MeasureKind.Sample, "ratio", MeasureAggregation.Mean, kind == CustomKind.Check ? "Share of a second's checks that held" : "Share of a second's events of a scenario's rate that are true"),
                New(full + Passes, MeasureKind.Total, "count", MeasureAggregation.Delta, kind == CustomKind.Check ? "How often the check held" : "Events that are true"),
                New(full + Count, MeasureKind.Total, "count", MeasureAggregation.Delta, kind == CustomKind.Check ? "How often it was made" : "All events of the rate"),
            ],
        };
    }

    /// <summary>The measure that a name says; null for a name of another kind. The unit is that of times for trends, and not known for gauges.</summary>
    public static MeasureDeclaration? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var kind in Enum.GetValues<CustomKind>())
        {
            if (name.StartsWith(PrefixOf(kind), StringComparison.Ordinal) && name.Length > PrefixOf(kind).Length)
            {
                // The longest name of the metric that fits: what is left is one of the endings of its kind.
                return Endings(kind).Where(ending => name.EndsWith(ending, StringComparison.Ordinal) && name.Length > PrefixOf(kind).Length + ending.Length)
                    .SelectMany(ending => Of(kind, name[PrefixOf(kind).Length..^ending.Length], kind == CustomKind.Trend && ending.Length == 0 ? Time : ""))
                    .FirstOrDefault(measure => measure.Name == name);
            }
        }

        return null;
    }

    /// <summary>The metric that a measure is of, such as <c>trend.checkout</c>; null for a measure of another kind.</summary>
    public static string? MetricOf(string measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        if (Find(measure) is null)
        {
            return null;
        }

        var kind = Enum.GetValues<CustomKind>().First(kind => measure.StartsWith(PrefixOf(kind), StringComparison.Ordinal));
        var ending = Endings(kind).First(ending => measure.EndsWith(ending, StringComparison.Ordinal) && measure.Length > PrefixOf(kind).Length + ending.Length);
        return measure[..^ending.Length];
    }

    /// <summary>True for a measure that scenarios bring, a bucket of a trend too.</summary>
    public static bool IsCustom(string measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return Array.Exists(Enum.GetValues<CustomKind>(), kind => measure.StartsWith(PrefixOf(kind), StringComparison.Ordinal));
    }

    private static string[] Endings(CustomKind kind) => kind switch
    {
        CustomKind.Counter => [PerSecond, ""],
        CustomKind.Gauge => [""],
        CustomKind.Trend => [Count, Mean, P95, Max, ""],
        _ => [Passes, Count, ""],
    };

    private static MeasureDeclaration New(string name, MeasureKind kind, string unit, MeasureAggregation aggregation, string meaning) =>
        new(name, kind, unit, aggregation, BetterDirection.Neither, MeasureSource.Scenario, meaning);
}
