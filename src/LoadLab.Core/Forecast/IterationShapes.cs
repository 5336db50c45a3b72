using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Forecast;

/// <summary>
/// How many requests an iteration of each scenario made in an earlier run, step by step: what a plan alone cannot know. Whether a step counts for a service
/// is asked of <see cref="ServiceMap.Covers"/>, as the verdicts of a run do, so that plan and run have one count.
/// </summary>
public sealed class IterationShapes
{
    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> _scenarios;

    private IterationShapes(string runId, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> scenarios) => (RunId, _scenarios) = (runId, scenarios);

    /// <summary>The run that it was learned from.</summary>
    public string RunId { get; }

    /// <summary>Learns from the measured part of a run; null when no iteration ended in it.</summary>
    public static IterationShapes? Of(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var scenarios = new Dictionary<string, IReadOnlyDictionary<string, double>>(StringComparer.Ordinal);
        foreach (var scenario in record.Slices.Where(slice => slice.Key.Measured).GroupBy(slice => slice.Key.Scenario, StringComparer.Ordinal))
        {
            var counts = scenario.GroupBy(slice => slice.Key.Step, StringComparer.Ordinal).ToDictionary(step => step.Key, step => step.Sum(slice => slice.Service.TotalCount), StringComparer.Ordinal);
            if (counts.GetValueOrDefault(SeriesKey.WholeIteration) is > 0 and var iterations)
            {
                scenarios[scenario.Key] = counts.ToDictionary(step => step.Key, step => (double)step.Value / iterations, StringComparer.Ordinal);
            }
        }

        return scenarios.Count == 0 ? null : new IterationShapes(record.RunId, scenarios);
    }

    /// <summary>True when iterations of the scenario ended in the run.</summary>
    public bool Has(string scenario) => _scenarios.ContainsKey(scenario);

    /// <summary>Mean number of a service's requests in one iteration; null for a scenario that the run did not have.</summary>
    public double? RequestsPerIteration(string scenario, ServiceMap service)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (!_scenarios.TryGetValue(scenario, out var steps))
        {
            return null;
        }

        var hasSteps = steps.Keys.Any(step => step != SeriesKey.WholeIteration);
        return steps.Where(step => service.Covers(new SeriesKey("", scenario, step.Key, ResultClasses.Ok, true), hasSteps)).Sum(step => step.Value);
    }

    /// <summary>Mean number of one step in one iteration, 0 for a step that it did not make; null for a scenario that the run did not have.</summary>
    public double? StepsPerIteration(string scenario, string step) =>
        _scenarios.TryGetValue(scenario, out var steps) ? steps.GetValueOrDefault(step) : null;
}
