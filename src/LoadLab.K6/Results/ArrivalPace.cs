namespace LoadLab.K6.Results;

/// <summary>
/// How far a scenario fell behind a steady rate of starts. k6 does not say by how much an iteration started late; but where nearly each second has the same
/// number of starts, an executor kept to a rate, and seconds with fewer show when it did not.
/// </summary>
/// <param name="PerSecond">The rate.</param>
/// <param name="Behind">Most iterations that it was behind at the end of a second.</param>
/// <param name="Second">That second, since 1970.</param>
internal sealed record ArrivalPace(long PerSecond, long Behind, long Second)
{
    private const int FewestSeconds = 5;
    private const double SteadyShare = 0.7;
    private const long LeastPerSecond = 5;

    /// <summary>By how much the last of them was late, in ms.</summary>
    public double LateMs => Behind * 1000.0 / PerSecond;

    /// <summary>Null where the starts follow no steady rate, or the run is too short to say.</summary>
    public static ArrivalPace? Of(ScenarioTally scenario)
    {
        // The first second and the last two are not whole: iterations under way at the end have no end, and so no start.
        var seconds = scenario.Seconds.Where(second => second.Value.Started > 0).Select(second => second.Key).ToList();
        if (seconds.Count < FewestSeconds + 3)
        {
            return null;
        }

        var (from, to) = (seconds[0] + 1, seconds[^1] - 2);
        var starts = new List<long>();
        for (var second = from; second <= to; second++)
        {
            starts.Add(scenario.Seconds.TryGetValue(second, out var tally) ? tally.Started : 0);
        }

        var rate = starts.Order().ElementAt(starts.Count / 2);
        if (rate < LeastPerSecond || starts.Count(count => Math.Abs(count - rate) <= 1) < SteadyShare * starts.Count)
        {
            return null;
        }

        var (ahead, best, worst) = (0L, 0L, new ArrivalPace(rate, 0, from));
        for (var at = 0; at < starts.Count; at++)
        {
            ahead += starts[at] - rate;
            best = Math.Max(best, ahead);
            worst = best - ahead > worst.Behind ? new ArrivalPace(rate, best - ahead, from + at) : worst;
        }

        return worst;
    }
}
