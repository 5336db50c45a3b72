using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Comparison;

/// <summary>A run laid out for comparing: every step of every phase, each phase's requests as a whole first.</summary>
internal sealed class RunSeries
{
    private RunSeries(RunRecord record, IReadOnlyDictionary<StepKey, StepSeries> steps)
    {
        Record = record;
        Steps = steps;
    }

    public RunRecord Record { get; }

    /// <summary>The steps. In the order of <see cref="Keys"/> when walked by it.</summary>
    public IReadOnlyDictionary<StepKey, StepSeries> Steps { get; }

    /// <summary>The steps in the order they are shown: by phase, the whole first, then by name.</summary>
    public IEnumerable<StepKey> Keys => Record.Phases.SelectMany(phase => Steps.Keys.Where(key => key.Phase == phase.Name)
        .OrderBy(key => key.Scenario != PhaseSummary.AllScenarios)
        .ThenBy(key => key.Scenario, StringComparer.Ordinal)
        .ThenBy(key => key.Step != SeriesKey.WholeIteration)
        .ThenBy(key => key.Step, StringComparer.Ordinal));

    /// <param name="record">The run.</param>
    /// <param name="byServiceTime">By service time: one of the runs has no response time.</param>
    public static RunSeries Of(RunRecord record, bool byServiceTime = false)
    {
        var steps = new Dictionary<StepKey, StepSeries>();
        foreach (var phase in record.Phases)
        {
            var slices = record.Slices.Where(slice => slice.Key.Measured && slice.Key.Phase == phase.Name).ToList();
            var withSteps = slices.Where(slice => slice.Key.Step != SeriesKey.WholeIteration).Select(slice => slice.Key.Scenario).ToHashSet(StringComparer.Ordinal);

            // Requests, as reports count them: the steps of a scenario that has some, else its iterations.
            var requests = slices.Where(slice => slice.Key.Step != SeriesKey.WholeIteration || !withSteps.Contains(slice.Key.Scenario)).ToList();
            steps[new StepKey(phase.Name, PhaseSummary.AllScenarios, SeriesKey.WholeIteration)] = Of(phase, requests, byServiceTime);
            var groups = slices.GroupBy(slice => (slice.Key.Scenario, slice.Key.Step)).ToList();
            foreach (var group in groups.Count == 1 ? [] : groups)
            {
                steps[new StepKey(phase.Name, group.Key.Scenario, group.Key.Step)] = Of(phase, [.. group], byServiceTime);
            }
        }

        return new RunSeries(record, steps);
    }

    private static StepSeries Of(PhaseResult phase, IReadOnlyList<LoadSlice> slices, bool byServiceTime)
    {
        PackedHistogram Times(LoadSlice slice) => byServiceTime ? slice.Service : slice.Response;
        var all = RunView.BySecond(slices, slice => slice.Service);
        var failed = RunView.BySecond(slices.Where(slice => slice.Key.Class != ResultClasses.Ok), slice => slice.Service)
            .ToDictionary(second => second.Second, second => second.Histogram.TotalCount);
        var counts = all.ToDictionary(second => second.Second, second => second.Histogram.TotalCount);
        var (from, to) = ((int)Math.Ceiling(phase.MeasureStartSecond), (int)Math.Floor(phase.MeasureEndSecond));
        var times = slices.ToLookup(slice => ResultClasses.CountsForResponseTime(slice.Key.Class));
        var response = RunView.BySecond(times[true], Times);
        return new StepSeries
        {
            Response = [.. response.Select(second => second.Histogram)],
            FirstSecond = response.Count == 0 ? 0 : response[0].Second,
            Failed = RunView.BySecond(times[false], Times),
            Failures = [.. all.Select(second => (failed.GetValueOrDefault(second.Second), counts[second.Second]))],
            WholeSeconds = [.. Enumerable.Range(from, Math.Max(0, to - from)).Select(second => counts.GetValueOrDefault(second))],
            Seconds = phase.MeasuredSeconds,
        };
    }
}
