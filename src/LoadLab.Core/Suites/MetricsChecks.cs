using System.Text.RegularExpressions;
using LoadLab.Core.Measurement;

namespace LoadLab.Core.Suites;

/// <summary>Faults of the names in a suite's <c>metrics:</c>. Whether its selectors can be read is the business of the probe.</summary>
internal static partial class MetricsChecks
{
    public static IEnumerable<string> Find(SuiteDefinition suite) => suite.Metrics
        .Select(entry => Fault(entry.Key, entry.Value) is { } fault ? $"{suite.Places.GetValueOrDefault("metrics." + entry.Key, suite.Origin)}: metrics.{entry.Key}: {fault}" : null)
        .OfType<string>();

    private static string? Fault(string name, string selector)
    {
        if (!NamePattern().IsMatch(name))
        {
            return $"'{name}' is not the name of a measure. Use letters, digits, '_', '-' and dots from the general to the particular: cache.hits.";
        }

        var own = MeasureFamilies.Own(name, selector);
        return KnownMeasures.BuiltIn.Find(name) switch
        {
            { Source: MeasureSource.Load } => "the load itself measures this, and the target's metrics cannot take its place. Give your metric another name.",
            { Kind: MeasureKind.Throughput } => $"names that end in {MeasureFamilies.ThroughputSuffix} are those of transfers, from the setting NAME.bytes. Give your metric another name.",
            { Kind: MeasureKind.Times } when own.Kind != MeasureKind.Times => $"this is a distribution of times. Map it to a histogram, whose name ends in _seconds_bucket or _milliseconds_bucket; '{selector}' is none.",
            { Kind: not MeasureKind.Times } declared when own.Kind == MeasureKind.Times => $"'{selector}' is a histogram, and {declared.Name} is {(declared.Kind == MeasureKind.Total ? "a running total" : "a value a second")}. Map it to a counter or a gauge.",
            _ => null,
        };
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]*([.][A-Za-z0-9_-]+)*$")]
    private static partial Regex NamePattern();
}
