using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.Judging;

/// <summary>A record laid out for judging: the measured slices of each phase, and what is covered by a service.</summary>
internal sealed class RunView
{
    private readonly ILookup<string, LoadSlice> _slices;
    private readonly HashSet<(string Phase, string Scenario)> _withSteps;

    public RunView(RunRecord record)
    {
        Record = record;
        _slices = record.Slices.Where(slice => slice.Key.Measured).ToLookup(slice => slice.Key.Phase, StringComparer.Ordinal);
        _withSteps = [.. record.Slices.Where(slice => slice.Key.Step != SeriesKey.WholeIteration).Select(slice => (slice.Key.Phase, slice.Key.Scenario))];
    }

    public RunRecord Record { get; }

    public IReadOnlyList<PhaseResult> Phases => Record.Phases;

    public PhasePlan? PlanOf(string phase) => Record.Plan.Phases.FirstOrDefault(plan => plan.Name == phase);

    /// <summary>The measured slices of the service's steps.</summary>
    public IEnumerable<LoadSlice> SlicesOf(string phase, ServiceMap service) =>
        _slices[phase].Where(slice => service.Covers(slice.Key, _withSteps.Contains((phase, slice.Key.Scenario))));

    public IEnumerable<LoadSlice> SlicesOf(string phase) => _slices[phase];

    /// <summary>That no request of a service ended, and why where its steps tell.</summary>
    public Judgement NothingOf(ServiceMap service)
    {
        var why = StepNames.WhyNone(service, StepNames.Of(Record.Slices.Select(slice => slice.Key)));
        return Judgement.NotMeasured($"No request of service '{service.Name}' ended in the measured time.{(why.Length == 0 ? "" : " " + why)}");
    }

    /// <summary>The same run with the slices of one step, or of one scenario's iterations.</summary>
    public RunView Only(string scenario, string step) =>
        new(Record with { Slices = [.. Record.Slices.Where(slice => slice.Key.Scenario == scenario && slice.Key.Step == step)] });

    /// <summary>Why there is no figure of a measure: a finding under its name says it.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="whatItIs">What is to be said of it, from its comma on.</param>
    public string WhyMissing(string measure, string whatItIs = "") => Record.Findings.FirstOrDefault(finding => finding.Check == measure) is { } finding
        ? $"No probe measured {measure}{whatItIs}: {finding.Seen} {finding.Advice}".TrimEnd()
        : CustomMeasures.IsCustom(measure) ? $"No measured iteration gave {measure} a value{whatItIs}.{NotOfTimes(measure)}"
        : $"No probe measured {measure}{whatItIs}.";

    /// <summary>Only a trend of times has its distribution as a measure.</summary>
    private string NotOfTimes(string measure) => Probe(measure + ".count") is { Points.Count: > 0, Measure.Unit: "values" }
        ? $" It is in another unit than ms, and has {measure}.mean, .p95 and .max each second: judge one of them with kind: saturation." : "";

    public ProbeSeries? Probe(string measure) => Record.Probes.FirstOrDefault(series => series.Measure.Name == measure);

    /// <summary>One histogram a second, from the first to the last second with any of <paramref name="slices"/>, gaps as empty ones.</summary>
    public static IReadOnlyList<(int Second, PackedHistogram Histogram)> BySecond(IEnumerable<LoadSlice> slices, Func<LoadSlice, PackedHistogram> histogram)
    {
        var bySecond = slices.GroupBy(slice => slice.Second).ToDictionary(group => group.Key, group => group.Select(histogram).ToList());
        if (bySecond.Count == 0)
        {
            return [];
        }

        var first = bySecond.Keys.Min();
        var merged = new LatencyHistogram();
        var seconds = new (int, PackedHistogram)[bySecond.Keys.Max() - first + 1];
        for (var i = 0; i < seconds.Length; i++)
        {
            var parts = bySecond.GetValueOrDefault(first + i) ?? [];
            seconds[i] = (first + i, parts.Count switch
            {
                0 => PackedHistogram.Empty,
                1 => parts[0],
                _ => MergeInto(merged, parts),
            });
        }

        return seconds;
    }

    private static PackedHistogram MergeInto(LatencyHistogram scratch, List<PackedHistogram> parts)
    {
        scratch.Reset();
        parts.ForEach(scratch.Add);
        return scratch.Pack();
    }
}
