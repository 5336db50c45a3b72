using System.Diagnostics;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Text;

namespace LoadLab.Reporting.Figures;

/// <summary>The steps of a capacity search as rows of text, for every report. Pure.</summary>
internal static class CapacityTable
{
    /// <summary>Columns before and behind <see cref="Row"/>: that of the outcome is the report's own.</summary>
    public static IReadOnlyList<string> Columns { get; } = [">Load", "Step", ">Measured", ">Throughput", ">P50", ">P95", ">P99", ">Failed", "Busiest", "Why"];

    /// <summary>What was raised, as a title.</summary>
    public static string Title(CapacityModel model) => model switch
    {
        CapacityModel.Rate => "Arrival rate",
        CapacityModel.Users => "Users",
        _ => throw new UnreachableException($"{model} has no title."),
    };

    /// <summary>What a step showed, in a word.</summary>
    public static string Outcome(StepOutcome outcome) => outcome.ToString().ToLowerInvariant();

    /// <summary>The cells of a step, in the order of <see cref="Columns"/>.</summary>
    public static IReadOnlyList<string> Row(CapacityStep step) =>
    [
        CapacityText.Load(step.Model, step.Load),
        Outcome(step.Outcome),
        Units.Duration(TimeSpan.FromSeconds(Math.Round(step.MeasuredSeconds))),
        Units.Rate(step.ThroughputPerSecond),
        Time(step, 50),
        Time(step, 95),
        Time(step, 99),
        Units.Percent(step.ErrorRatio ?? double.NaN),
        step.Resources.Count == 0 ? Units.None : step.Resources.MaxBy(use => use.BusyRatio) is { } use ? $"{use.Name}, {CapacityText.Busy(use)}" : Units.None,
        step.Reason,
    ];

    private static string Time(CapacityStep step, double percentile) => step.PercentilesMs.TryGetValue(percentile, out var ms) ? Units.Milliseconds(ms) : Units.None;
}
