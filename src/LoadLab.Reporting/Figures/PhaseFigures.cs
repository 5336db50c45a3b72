using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Reporting.Figures;

/// <summary>What a phase came to, over its measured part. A pure function of the record.</summary>
public sealed record PhaseFigures
{
    /// <summary>The phase as it ran.</summary>
    public required PhaseResult Result { get; init; }

    /// <summary>The phase as it was planned; null when the plan has no phase of that name.</summary>
    public required PhasePlan? Plan { get; init; }

    /// <summary>The driver whose results were imported; null for LoadLab's own engine.</summary>
    public ForeignDriver? Driver { get; init; }

    /// <summary>What was offered, in words: <c>1,000 users</c>, <c>150/s</c>.</summary>
    public required string Offered { get; init; }

    /// <summary>Iterations completed a second, of the time that really passed; NaN when no time was measured.</summary>
    public required double IterationsPerSecond { get; init; }

    /// <summary>Requests completed a second, of the time that really passed; NaN when no time was measured.</summary>
    public required double RequestsPerSecond { get; init; }

    /// <summary>All requests of the phase.</summary>
    public required StepFigures All { get; init; }

    /// <summary>Each step, in alphabetical order of scenario and step.</summary>
    public required IReadOnlyList<StepFigures> Steps { get; init; }

    /// <summary>Most steps of a phase that a report shows.</summary>
    public const int MostShown = 100;

    /// <summary>The steps that a report shows: all, or those with the most requests, in the same order.</summary>
    public IReadOnlyList<StepFigures> ShownSteps => Steps.Count <= MostShown ? Steps
        : [.. Steps.OrderByDescending(step => step.Ok + step.Failed).Take(MostShown).OrderBy(step => step.Scenario, StringComparer.Ordinal).ThenBy(step => step.Step, StringComparer.Ordinal)];

    /// <summary>What is left out, in a sentence; empty when nothing is.</summary>
    public string LeftOut
    {
        get
        {
            var shown = ShownSteps;
            return shown.Count == Steps.Count ? "" : FormattableString.Invariant($"Shown are the {shown.Count} of {Steps.Count:#,0} steps with the most requests; the other {Steps.Count - shown.Count:#,0} have {Steps.Sum(step => step.Ok + step.Failed) - shown.Sum(step => step.Ok + step.Failed):#,0} requests, and stand in run.json.");
        }
    }

    /// <summary>What failed in the measured part, the most frequent first.</summary>
    public required IReadOnlyList<FailureRow> Failed { get; init; }

    /// <summary>What failed in its ramps and its warm-up.</summary>
    public required IReadOnlyList<FailureRow> FailedOutside { get; init; }

    /// <summary>How slow it was, for comparing phases.</summary>
    public required Slowness Slowness { get; init; }

    /// <summary>Intended → actual start of the measured starts.</summary>
    public required TimeFigures Lag { get; init; }

    /// <summary>The figures of every phase, in the order in which they ran.</summary>
    public static IReadOnlyList<PhaseFigures> Of(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var requests = new RequestSeries(record.Slices);
        return [.. record.Phases.Select(phase => Of(record, phase, requests))];
    }

    private static PhaseFigures Of(RunRecord record, PhaseResult phase, RequestSeries requests)
    {
        var slices = record.Slices
            .Where(slice => slice.Key.Measured && slice.Key.Phase == phase.Name && requests.Contains(slice.Key))
            .ToList();
        var steps = slices
            .GroupBy(slice => (slice.Key.Scenario, slice.Key.Step))
            .OrderBy(group => group.Key.Scenario, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Step, StringComparer.Ordinal)
            .Select(group => Step(phase, group.Key.Scenario, group.Key.Step, [.. group]))
            .ToList();
        var all = Step(phase, StepFigures.All, StepFigures.All, slices) with { StatusCodes = SumCodes(steps) };
        var plan = record.Plan.Phases.FirstOrDefault(p => p.Name == phase.Name);
        var (failed, outside) = FailureTable.Split(record, phase.Name);
        return new PhaseFigures
        {
            Result = phase,
            Plan = plan,
            Driver = record.Driver,
            Offered = plan is null ? "" : LoadDescription.InWords(plan),
            IterationsPerSecond = PerSecond(phase.Measured.Ok + phase.Measured.Failed, phase.MeasuredSeconds),
            RequestsPerSecond = PerSecond(all.Ok + all.Failed, phase.MeasuredSeconds),
            All = all,
            Steps = steps,
            Failed = failed,
            FailedOutside = outside,
            Slowness = Slowness.Of(slices, phase.Measured.Interrupted, record.HasServiceTimeOnly),
            Lag = TimeFigures.Of(record.Seconds.Where(s => s.Phase == phase.Name && s.Measured).Select(s => s.Lag)),
        };
    }

    private static double PerSecond(long count, double seconds) => seconds > 0 ? count / seconds : double.NaN;

    private static StepFigures Step(PhaseResult phase, string scenario, string step, IReadOnlyList<LoadSlice> slices)
    {
        var timed = slices.Where(slice => ResultClasses.CountsForResponseTime(slice.Key.Class)).ToList();
        return new StepFigures(
            scenario,
            step,
            Total(slices.Where(slice => slice.Key.Class == ResultClasses.Ok)),
            Total(slices.Where(slice => slice.Key.Class != ResultClasses.Ok)),
            TimeFigures.Of(timed.Select(slice => slice.Response)),
            TimeFigures.Of(timed.Select(slice => slice.Service)),
            phase.StatusCodes.TryGetValue($"{scenario}/{step}", out var codes) ? [.. codes.OrderBy(code => code.Key, StringComparer.Ordinal)] : []);
    }

    private static long Total(IEnumerable<LoadSlice> slices) => slices.Sum(slice => slice.Service.TotalCount);

    private static List<KeyValuePair<string, long>> SumCodes(IEnumerable<StepFigures> steps) =>
        [.. steps.SelectMany(step => step.StatusCodes)
            .GroupBy(code => code.Key)
            .Select(group => KeyValuePair.Create(group.Key, group.Sum(code => code.Value)))
            .OrderBy(code => code.Key, StringComparer.Ordinal)];
}
