namespace LoadLab.Core.Evaluation.Faults;

/// <summary>The level before a fault, and what counts as back at it.</summary>
/// <param name="Seconds">The seconds that it rests on.</param>
/// <param name="WorstErrorRatio">Highest error ratio of a second, 0 to 1.</param>
/// <param name="WorstP95Ms">Highest P95 of a second; NaN when no request succeeded.</param>
/// <param name="MedianRequests">Median of the requests that ended in a second.</param>
internal sealed record FaultLevel(IReadOnlyList<int> Seconds, double WorstErrorRatio, double WorstP95Ms, double MedianRequests)
{
    public static FaultLevel Of(IReadOnlyList<FaultSecond> before)
    {
        var counts = before.Select(second => second.Requests).Order().ToList();
        var middle = counts.Count / 2;
        return new FaultLevel(
            [.. before.Select(second => second.Second)],
            before.Max(second => second.ErrorRatio),
            before.Select(second => second.P95Ms).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max(),
            counts.Count % 2 == 1 ? counts[middle] : (counts[middle - 1] + counts[middle]) / 2.0);
    }

    /// <summary>Why a run has no such level; empty when it has one.</summary>
    public string Fault =>
        Seconds.Count < FaultLimits.FewestSecondsBefore ? $"only {Seconds.Count} measured seconds lie before it that no other fault touches, and {FaultLimits.FewestSecondsBefore} are needed"
        : MedianRequests <= 0 || double.IsNaN(WorstP95Ms) ? "no request succeeded in the seconds before it"
        : "";

    public bool IsBack(FaultSecond second) =>
        second.Requests >= FaultLimits.LeastResultsRatio * MedianRequests
        && second.ErrorRatio <= Math.Max(WorstErrorRatio, FaultLimits.ErrorFloorRatio)
        && second.P95Ms <= FaultLimits.Margin * WorstP95Ms;
}
