using LoadLab.Core.Capacity;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Text;

namespace LoadLab.Reporting.Charts;

/// <summary>What the charts of a capacity search show, from the judged run. Pure.</summary>
internal static class CapacityFigures
{
    /// <summary>A picture for each answer that has a step.</summary>
    public static IReadOnlyList<(CapacityAnswer Answer, CapacityPicture Picture)> Pictures(JudgedRun run) =>
    [
        .. run.Evaluation.Capacity.Where(answer => answer.Steps.Count > 0).Select(answer => (answer, new CapacityPicture
        {
            Subject = run.Record.Plan.Suite,
            Steps = answer.Steps,
            Capacity = answer.Load is null ? null : answer.Held,
            Limits = Limits(run),
        })),
    ];

    /// <summary>What is held against each load that a capacity row asks about; a search without any answer has none.</summary>
    public static IReadOnlyList<CapacityTarget> Targets(IReadOnlyList<CapacityAnswer> answers) =>
        [.. answers.Where(answer => answer.Held is not null).SelectMany(answer => answer.Targets.Select(target => new CapacityTarget(answer.Model, target, answer.Held!.Value)))];

    private static List<(string Label, double Ms)> Limits(JudgedRun run) =>
    [
        .. run.Evaluation.Verdicts
            .Where(row => run.Record.Plan.Capacity!.Slos.Contains(row.Id) && row is { Unit: "ms", Percentile: 50 or 95 or 99, Measure: MeasureNames.HttpResponseTime or MeasureNames.HttpServiceTime })
            .Select(row => (FormattableString.Invariant($"P{row.Percentile} limit {Units.Milliseconds(row.Limit)}"), row.Limit)).Distinct(),
    ];
}
