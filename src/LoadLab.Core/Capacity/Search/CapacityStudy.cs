using LoadLab.Core.Comparison;
using LoadLab.Core.Measurement;
using LoadLab.Core.Statistics;

namespace LoadLab.Core.Capacity.Search;

/// <summary>A search with some keys of the suite set to values of their own.</summary>
/// <param name="Settings">Keys and values, in the order of the command line.</param>
/// <param name="RunId">Its run.</param>
/// <param name="Answers">What it found.</param>
public sealed record CapacityVariant(IReadOnlyList<KeyValuePair<string, string>> Settings, string RunId, IReadOnlyList<CapacityAnswer> Answers)
{
    /// <summary><c>lms.pool.size=8</c>.</summary>
    public string Name => string.Join(", ", Settings.Select(setting => $"{setting.Key}={setting.Value}"));
}

/// <summary>What one variant holds in one model.</summary>
/// <param name="Variant">It.</param>
/// <param name="Answer">What its search says.</param>
/// <param name="Before">The variant before it that differs in one key; null when there is none.</param>
/// <param name="Gain">What it holds more than that, as a part of it, with its 95 % interval; null where one of them has no answer.</param>
/// <param name="Busiest">The resource that is busiest at the highest loads that hold; null where none is watched.</param>
public sealed record StudyRow(CapacityVariant Variant, CapacityAnswer Answer, CapacityVariant? Before, Interval? Gain, ResourceUse? Busiest);

/// <summary>What a change of settings buys, and where it stops helping. Pure.</summary>
public static class CapacityStudy
{
    /// <summary>How near to the highest load that held a step must be to show what its resources are at there.</summary>
    private const double NearShare = 0.8;

    /// <summary>The variants in one model, in their order.</summary>
    public static IReadOnlyList<StudyRow> Rows(IReadOnlyList<CapacityVariant> variants, CapacityModel model)
    {
        ArgumentNullException.ThrowIfNull(variants);
        var rows = new List<StudyRow>();
        foreach (var (variant, at) in variants.Select((variant, at) => (variant, at)))
        {
            if (Answer(variant, model) is { } answer)
            {
                var before = variants.Take(at).LastOrDefault(other => DiffersInOne(other, variant) && Answer(other, model) is not null);
                var gain = before is not null && Answer(before, model)!.Held is { } from && answer.Held is { } to ? CapacityComparer.Ratio(from, to) : (Interval?)null;
                rows.Add(new StudyRow(variant, answer, before, gain, Busiest(answer)));
            }
        }

        return rows;
    }

    /// <summary>
    /// The first variant that none of those after it surely holds more than, when there are some; null where the last steps still help, or nothing can be said. For one key
    /// only: a grid has no order.
    /// </summary>
    public static StudyRow? StopsHelpingAt(IReadOnlyList<StudyRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count < 2 || rows[0].Variant.Settings.Count != 1 || rows.Any(row => row.Answer.Held is null))
        {
            return null;
        }

        for (var at = 0; at < rows.Count - 1; at++)
        {
            if (rows.Skip(at + 1).All(later => !(CapacityComparer.Ratio(rows[at].Answer.Held!.Value, later.Answer.Held!.Value).Low > 0)))
            {
                return rows[at];
            }
        }

        return null;
    }

    /// <summary>The first row whose busiest resource is another than the one of the row before, when that one was used up before: it has taken over.</summary>
    public static (StudyRow Row, ResourceUse From)? TakesOverAt(IReadOnlyList<StudyRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (var (before, row) in rows.Zip(rows.Skip(1)))
        {
            if (before.Busiest is { } from && row.Busiest is { } to && from.Measure != to.Measure)
            {
                return (row, from);
            }
        }

        return null;
    }

    private static CapacityAnswer? Answer(CapacityVariant variant, CapacityModel model) => variant.Answers.FirstOrDefault(answer => answer.Model == model);

    private static bool DiffersInOne(CapacityVariant one, CapacityVariant other) => one.Settings.Zip(other.Settings).Count(pair => pair.First.Value != pair.Second.Value) == 1;

    /// <summary>
    /// In an overload everything waits for everything: a pool is full too while requests wait for the CPU. So it is read in the steps near the capacity that held; where
    /// none held, in the lowest that broke.
    /// </summary>
    private static ResourceUse? Busiest(CapacityAnswer answer)
    {
        var watched = answer.Steps.Where(step => step.Outcome != StepOutcome.Invalid && step.Resources.Count > 0).ToList();
        var held = watched.Where(step => step.Outcome == StepOutcome.Holds).ToList();
        var highest = held.Count == 0 ? 0 : held.Max(step => step.Load);
        List<CapacityStep> near = held.Count > 0 ? held.FindAll(step => step.Load >= NearShare * highest) : [.. watched.OrderBy(step => step.Load).Take(1)];
        return near.SelectMany(step => step.Resources).Where(use => use.Measure != MeasureNames.RedisMemoryUsed).GroupBy(use => use.Measure)
            .Select(uses => uses.First() with { BusyRatio = uses.Average(use => use.BusyRatio) }).MaxBy(use => use.BusyRatio);
    }
}
