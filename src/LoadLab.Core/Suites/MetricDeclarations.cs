using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Core.Suites;

/// <summary>The metrics that scenarios name before the load. Pure.</summary>
internal static class MetricDeclarations
{
    /// <summary>Those of the scenarios that run, as measures, by name; null when none names any.</summary>
    public static IReadOnlyList<string>? Of(IEnumerable<PhasePlan> phases, IReadOnlyList<ScenarioProps> scenarios)
    {
        var running = phases.SelectMany(phase => phase.Mix).Select(share => share.Scenario).ToHashSet(StringComparer.Ordinal);
        var names = scenarios.Where(scenario => running.Contains(scenario.Name)).SelectMany(scenario => scenario.Metrics).Select(NameOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? null : names;
    }

    /// <summary>Metrics of one kind and name that have different units: their values cannot be put together.</summary>
    public static IEnumerable<string> Faults(IReadOnlyList<ScenarioProps> scenarios) => scenarios
        .SelectMany(scenario => scenario.Metrics.Select(metric => (Scenario: scenario.Name, Metric: metric)))
        .GroupBy(entry => NameOf(entry.Metric), StringComparer.Ordinal)
        .Where(group => group.Select(entry => entry.Metric.UnitOfMeasure).Distinct(StringComparer.Ordinal).Count() > 1)
        .Select(group => $"metric '{group.Key}' has different units: {string.Join(", ", group.Select(entry => $"'{entry.Metric.UnitOfMeasure}' in scenario '{entry.Scenario}'").Distinct())}. Values of one name are put together: give both the same unit, or two names.");

    private static string NameOf(Metric metric) => CustomMeasures.NameOf(KindOf(metric), metric.Name, "");

    private static CustomKind KindOf(Metric metric) => metric.Type switch
    {
        MetricType.Counter => CustomKind.Counter,
        MetricType.Gauge => CustomKind.Gauge,
        MetricType.Rate => CustomKind.Rate,
        _ => CustomKind.Trend,
    };
}
