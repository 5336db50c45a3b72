using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Core.Runs;

/// <summary>The figures of a phase's measured part, from merged histograms and counts. Percentiles are never averaged.</summary>
public sealed record PhaseSummary
{
    /// <summary>The scenario's name of the row that sums up all scenarios.</summary>
    public const string AllScenarios = "*";

    /// <summary>The phase.</summary>
    public required PhaseResult Phase { get; init; }

    /// <summary>Measured iterations that ended, by the seconds that really passed; NaN when none did.</summary>
    public required double ThroughputPerSecond { get; init; }

    /// <summary>The whole first (<see cref="AllScenarios"/>, <c>*</c>), then each scenario's iteration (<c>*</c>) and its steps by name.</summary>
    public required IReadOnlyList<StepSummary> Steps { get; init; }

    /// <summary>Actual start − intended start of the measured seconds' iterations.</summary>
    public required LatencyHistogram Lag { get; init; }

    /// <summary>Sums up one phase of a run.</summary>
    public static PhaseSummary Of(RunRecord record, PhaseResult phase)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(phase);
        var slices = record.Slices.Where(slice => slice.Key.Measured && slice.Key.Phase == phase.Name).ToList();
        var keys = slices.Select(slice => (slice.Key.Scenario, slice.Key.Step))
            .Concat(phase.StatusCodes.Keys.Select(Split))
            .Distinct()
            .OrderBy(key => key.Scenario, StringComparer.Ordinal)
            .ThenBy(key => key.Step != SeriesKey.WholeIteration)
            .ThenBy(key => key.Step, StringComparer.Ordinal);
        var bySeries = slices.ToLookup(slice => (slice.Key.Scenario, slice.Key.Step));
        var steps = keys.Select(key => StepSummary.Of(key.Scenario, key.Step, bySeries[key], CodesOf(phase, key.Scenario, key.Step))).ToList();
        var whole = StepSummary.Of(
            AllScenarios,
            SeriesKey.WholeIteration,
            slices.Where(slice => slice.Key.Step == SeriesKey.WholeIteration),
            WholeCodes(phase, steps));
        var ended = phase.Measured.Ok + phase.Measured.Failed;
        return new PhaseSummary
        {
            Phase = phase,
            ThroughputPerSecond = phase.MeasuredSeconds > 0 ? ended / phase.MeasuredSeconds : double.NaN,
            Steps = [whole, .. steps],
            Lag = PackedHistogram.Merge(record.Seconds.Where(second => second.Measured && second.Phase == phase.Name).Select(second => second.Lag)),
        };
    }

    /// <summary>Every phase of a run, in order.</summary>
    public static IReadOnlyList<PhaseSummary> OfAll(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return [.. record.Phases.Select(phase => Of(record, phase))];
    }

    /// <summary><c>scenario/step</c> taken apart. A scenario's name has no slash; a step's may.</summary>
    private static (string Scenario, string Step) Split(string key)
    {
        var at = key.IndexOf('/', StringComparison.Ordinal);
        return at < 0 ? (key, SeriesKey.WholeIteration) : (key[..at], key[(at + 1)..]);
    }

    private static IReadOnlyDictionary<string, long> CodesOf(PhaseResult phase, string scenario, string step) =>
        phase.StatusCodes.TryGetValue($"{scenario}/{step}", out var codes) ? codes : new SortedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Codes of iterations where the scenario gives its iterations codes, of its steps otherwise.</summary>
    private static SortedDictionary<string, long> WholeCodes(PhaseResult phase, IReadOnlyList<StepSummary> steps)
    {
        var sum = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var scenario in steps.GroupBy(step => step.Scenario))
        {
            var own = CodesOf(phase, scenario.Key, SeriesKey.WholeIteration);
            var codes = own.Count > 0 ? own : scenario.SelectMany(step => step.StatusCodes);
            foreach (var (code, count) in codes)
            {
                sum[code] = sum.GetValueOrDefault(code) + count;
            }
        }

        return sum;
    }
}

/// <summary>The figures of a step, or of a whole iteration.</summary>
public sealed record StepSummary
{
    /// <summary>Its scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>Its name; <c>*</c> for the whole iteration.</summary>
    public required string Step { get; init; }

    /// <summary>How many succeeded.</summary>
    public required long Ok { get; init; }

    /// <summary>How many failed, in all classes.</summary>
    public required long Failed { get; init; }

    /// <summary>done − intended start of those that count for response time: succeeded or timed out.</summary>
    public required LatencyHistogram Response { get; init; }

    /// <summary>done − actual start of the same.</summary>
    public required LatencyHistogram Service { get; init; }

    /// <summary>Status code to count.</summary>
    public required IReadOnlyDictionary<string, long> StatusCodes { get; init; }

    /// <summary>Failure class to count, those above 0.</summary>
    public required IReadOnlyDictionary<string, long> Failures { get; init; }

    internal static StepSummary Of(string scenario, string step, IEnumerable<LoadSlice> slices, IReadOnlyDictionary<string, long> codes)
    {
        var response = new LatencyHistogram();
        var service = new LatencyHistogram();
        var failures = new SortedDictionary<string, long>(StringComparer.Ordinal);
        long ok = 0;
        foreach (var slice in slices)
        {
            var count = slice.Service.TotalCount;
            if (slice.Key.Class == ResultClasses.Ok)
            {
                ok += count;
            }
            else
            {
                failures[slice.Key.Class] = failures.GetValueOrDefault(slice.Key.Class) + count;
            }

            if (ResultClasses.CountsForResponseTime(slice.Key.Class))
            {
                response.Add(slice.Response);
                service.Add(slice.Service);
            }
        }

        return new StepSummary
        {
            Scenario = scenario,
            Step = step,
            Ok = ok,
            Failed = failures.Values.Sum(),
            Response = response,
            Service = service,
            StatusCodes = codes,
            Failures = failures,
        };
    }
}
