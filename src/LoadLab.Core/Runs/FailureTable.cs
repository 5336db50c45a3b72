using LoadLab.Core.Measurement;

namespace LoadLab.Core.Runs;

/// <summary>
/// What failed, the most frequent first. Steps where a scenario has steps; what failed of its iterations beside, where no step tells it.
/// The first second is the one in which the first of a kind ended, in the measured part or not. A pure function of the record.
/// </summary>
public static class FailureTable
{
    /// <summary>What counts in the figures, and what does not. What the first of a kind said is written once: of a kind that counts, there.</summary>
    /// <param name="record">The run.</param>
    /// <param name="phase">The phase; null for all.</param>
    public static (IReadOnlyList<FailureRow> Measured, IReadOnlyList<FailureRow> Outside) Split(RunRecord record, string? phase = null)
    {
        var measured = Of(record, measured: true, phase);
        var told = measured.Select(row => (row.Scenario, row.Step, row.Class, row.Code)).ToHashSet();
        return (measured,
        [
            .. Of(record, measured: false, phase).Select(row =>
                row.Class != FailureRow.CutOff && told.Contains((row.Scenario, row.Step, row.Class, row.Code)) ? row with { Message = "", Body = "", IsToldAlready = true } : row),
        ]);
    }

    /// <summary>The kinds of failure of a run, over all its phases or one.</summary>
    /// <param name="record">The run.</param>
    /// <param name="measured">Those that count in the figures, or those of ramps and warm-up.</param>
    /// <param name="phase">The phase; null for all.</param>
    public static IReadOnlyList<FailureRow> Of(RunRecord record, bool measured, string? phase = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        var phases = record.Phases.Where(result => phase is null || result.Name == phase).ToList();
        var slices = record.Slices.Where(slice => phases.Exists(result => result.Name == slice.Key.Phase)).ToList();
        var withSteps = slices.Select(slice => (slice.Key.Scenario, slice.Key.Step))
            .Concat(phases.SelectMany(result => result.CutOff).Select(cut => (cut.Scenario, cut.Step)))
            .Where(key => key.Step != SeriesKey.WholeIteration).Select(key => key.Scenario).ToHashSet(StringComparer.Ordinal);
        var ended = slices.Where(slice => slice.Key.Measured == measured).GroupBy(slice => (slice.Key.Scenario, slice.Key.Step))
            .ToDictionary(group => group.Key, group => group.Sum(slice => slice.Service.TotalCount));
        var kinds = phases.SelectMany(result => Known(result, slices)).ToList();
        var rows = kinds.GroupBy(kind => (kind.Scenario, kind.Step, kind.Class, kind.Code))
            .Select(group => Row([.. group.OrderBy(kind => kind.FirstSecond)], measured, ended))
            .Where(row => row.Count > 0)
            .Select(row => row with { IsIteration = row.Step == SeriesKey.WholeIteration && withSteps.Contains(row.Scenario) })
            .ToList();
        return
        [
            .. rows.Select(row => row.IsIteration ? BesideSteps(row, rows) : row)
                .Concat(CutOff(phases, measured, ended, withSteps))
                .Where(row => row.Count > 0)
                .OrderByDescending(row => row.Count).ThenBy(row => row.FirstSecond ?? int.MaxValue)
                .ThenBy(row => row.Scenario, StringComparer.Ordinal).ThenBy(row => row.Step, StringComparer.Ordinal).ThenBy(row => row.Kind, StringComparer.Ordinal),
        ];
    }

    /// <summary>The kinds that the driver told; for a class of which it told none, what the histograms and the first messages say.</summary>
    private static IEnumerable<FailureCount> Known(PhaseResult phase, IReadOnlyList<LoadSlice> slices)
    {
        var told = phase.Failures.Select(kind => (kind.Scenario, kind.Step, kind.Class)).ToHashSet();
        return phase.Failures.Concat(slices
            .Where(slice => slice.Key.Phase == phase.Name && slice.Key.Class != ResultClasses.Ok && !told.Contains((slice.Key.Scenario, slice.Key.Step, slice.Key.Class)))
            .GroupBy(slice => (slice.Key.Scenario, slice.Key.Step, slice.Key.Class))
            .Select(group => new FailureCount(
                group.Key.Scenario,
                group.Key.Step,
                group.Key.Class,
                "",
                group.Where(slice => slice.Key.Measured).Sum(slice => slice.Service.TotalCount),
                group.Where(slice => !slice.Key.Measured).Sum(slice => slice.Service.TotalCount),
                group.Min(slice => slice.Second),
                string.Join(' ', phase.FailureSamples.GetValueOrDefault($"{group.Key.Scenario}/{group.Key.Step}/{group.Key.Class}", "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
                "")));
    }

    private static FailureRow Row(IReadOnlyList<FailureCount> kinds, bool measured, Dictionary<(string Scenario, string Step), long> ended)
    {
        var telling = kinds.FirstOrDefault(kind => kind.Message.Length > 0 || kind.Body.Length > 0) ?? kinds[0];
        return new FailureRow
        {
            Scenario = telling.Scenario,
            Step = telling.Step,
            Class = telling.Class,
            Code = telling.Code,
            Count = kinds.Sum(kind => measured ? kind.Measured : kind.Unmeasured),
            Of = ended.GetValueOrDefault((telling.Scenario, telling.Step)),
            FirstSecond = kinds[0].FirstSecond,
            Message = telling.Message,
            Body = telling.Body,
        };
    }

    /// <summary>
    /// An iteration fails with its step, and that is told by the step. What is left is a fault of its own: the scenario threw, or rejected what
    /// its steps accepted. A rejection without a word, where steps failed too, says nothing that they do not.
    /// </summary>
    private static FailureRow BesideSteps(FailureRow row, IReadOnlyList<FailureRow> rows)
    {
        var steps = rows.Where(other => other.Scenario == row.Scenario && !other.IsIteration).ToList();
        var same = steps.Where(step => step.Class == row.Class && step.Code == row.Code).Sum(step => step.Count);
        var silent = row is { Class: ResultClasses.Check, Message.Length: 0, Body.Length: 0 };
        return row with { Count = Math.Max(0, row.Count - (silent ? steps.Sum(step => step.Count) : same)) };
    }

    private static IEnumerable<FailureRow> CutOff(
        IReadOnlyList<PhaseResult> phases, bool measured, Dictionary<(string Scenario, string Step), long> ended, HashSet<string> withSteps) =>
        phases.SelectMany(phase => phase.CutOff).GroupBy(cut => (cut.Scenario, cut.Step)).Select(group =>
        {
            var count = group.Sum(cut => measured ? cut.Measured : cut.Unmeasured);
            return new FailureRow
            {
                Scenario = group.Key.Scenario,
                Step = group.Key.Step,
                Class = FailureRow.CutOff,
                Code = "",
                Count = count,
                Of = ended.GetValueOrDefault(group.Key) + count,
                FirstSecond = null,
                Message = $"still under way when the phase ended, for up to {Text.Units.Milliseconds(group.Max(cut => cut.LongestMs))}",
                Body = "",
                IsIteration = group.Key.Step == SeriesKey.WholeIteration && withSteps.Contains(group.Key.Scenario),
            };
        });
}
