namespace LoadLab.Core.Runs;

/// <summary>Adds up what failed in the shards of a plan.</summary>
internal static class ShardFailures
{
    /// <summary>Each kind once. First is what was first on any shard.</summary>
    public static IReadOnlyList<FailureCount> Of(IReadOnlyList<PhaseResult> parts) =>
    [
        .. parts.SelectMany(part => part.Failures).GroupBy(kind => (kind.Scenario, kind.Step, kind.Class, kind.Code)).Select(group =>
        {
            var byTime = group.OrderBy(kind => kind.FirstSecond).ToList();
            var telling = byTime.Find(kind => kind.Message.Length > 0 || kind.Body.Length > 0) ?? byTime[0];
            return telling with
            {
                Measured = byTime.Sum(kind => kind.Measured),
                Unmeasured = byTime.Sum(kind => kind.Unmeasured),
                FirstSecond = byTime[0].FirstSecond,
            };
        }).OrderByDescending(kind => kind.Measured + kind.Unmeasured),
    ];

    public static IReadOnlyList<CutOffCount> CutOff(IReadOnlyList<PhaseResult> parts) =>
    [
        .. parts.SelectMany(part => part.CutOff).GroupBy(cut => (cut.Scenario, cut.Step)).Select(group => new CutOffCount(
            group.Key.Scenario, group.Key.Step, group.Sum(cut => cut.Measured), group.Sum(cut => cut.Unmeasured), group.Max(cut => cut.LongestMs))),
    ];

    /// <summary>Threads are those of one process: the most of any shard.</summary>
    public static IReadOnlyList<BlockedStep> Blocked(IReadOnlyList<PhaseResult> parts) =>
    [
        .. parts.SelectMany(part => part.Blocked).GroupBy(step => (step.Scenario, step.Step)).Select(group => new BlockedStep(
            group.Key.Scenario,
            group.Key.Step,
            group.Sum(step => step.Calls),
            group.Max(step => step.Threads),
            group.Sum(step => step.Calls * step.MeanMs) / group.Sum(step => step.Calls),
            group.Max(step => step.LongestMs))),
    ];
}
