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

    /// <summary>
    /// Mean busy share from which on a resource limits what is held: at 70 % a request waits 2.3 times its service time in an M/M/1 queue, and the rows are broken by then or soon.
    /// </summary>
    public const double UsedUp = 0.7;

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

    /// <summary>The rows along each key, the others held: one line for one key, and for a grid one for each key and each setting of the others.</summary>
    public static IReadOnlyList<StudyLine> Lines(IReadOnlyList<StudyRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var keys = rows.Count == 0 ? [] : rows[0].Variant.Settings.Select(setting => setting.Key).ToList();
        return
        [
            .. from at in Enumerable.Range(0, keys.Count)
            from line in rows.GroupBy(row => string.Join(", ", row.Variant.Settings.Where((_, key) => key != at).Select(setting => $"{setting.Key}={setting.Value}")))
            where line.Count() > 1
            select new StudyLine(keys[at], line.Key, [.. line]),
        ];
    }

    /// <summary>The first variant of a line that none of those after it surely holds more than, when there are some; null where the last steps still help, or nothing can be said.</summary>
    public static StudyRow? StopsHelpingAt(IReadOnlyList<StudyRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count < 2 || !IsLine(rows) || rows.Any(row => row.Answer.Held is null))
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

    /// <summary>The most that a later variant of a line may hold more than one, as a part of it: that no gain is sure is not that there is none. Infinite where one has no upper end.</summary>
    public static double MostGainAfter(IReadOnlyList<StudyRow> rows, StudyRow row)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(row);
        return rows.SkipWhile(other => other != row).Skip(1).Select(later => CapacityComparer.Ratio(row.Answer.Held!.Value, later.Answer.Held!.Value).High).DefaultIfEmpty(0).Max();
    }

    /// <summary>
    /// The first row of a line whose busiest resource is another than the one of the row before, when that one was used up before and this one is now: it has taken over. Null where none has.
    /// </summary>
    public static (StudyRow Row, ResourceUse From)? TakesOverAt(IReadOnlyList<StudyRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (var (before, row) in IsLine(rows) ? rows.Zip(rows.Skip(1)) : [])
        {
            if (before.Busiest is { BusyRatio: >= UsedUp } from && row.Busiest is { BusyRatio: >= UsedUp } to && from.Measure != to.Measure)
            {
                return (row, from);
            }
        }

        return null;
    }

    /// <summary>Whether only one key varies: a grid has no order.</summary>
    private static bool IsLine(IReadOnlyList<StudyRow> rows) =>
        rows.Count > 0 && rows[0].Variant.Settings.Where((_, key) => rows.Any(row => row.Variant.Settings[key].Value != rows[0].Variant.Settings[key].Value)).Count() <= 1;

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
