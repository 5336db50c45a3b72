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

    /// <summary>As many as one run may have, those of all shards in turn.</summary>
    public static IReadOnlyList<FailureExample> Examples(IReadOnlyList<PhaseResult> parts) =>
    [
        .. parts.SelectMany(part => part.Examples.GroupBy(example => (example.Scenario, example.Step, example.Class)).SelectMany(group => group.Select((example, at) => (example, at, group.Key))))
            .OrderBy(one => one.at).GroupBy(one => one.Key).SelectMany(group => group.Take(FailureExample.MostOfKind)).OrderBy(one => one.at).Take(FailureExample.MostOfPhase).Select(one => one.example),
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
