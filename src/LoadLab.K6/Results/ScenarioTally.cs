namespace LoadLab.K6.Results;

/// <summary>The iterations of a scenario, second by second. Times are units of 100 ns since 1970.</summary>
internal sealed class ScenarioTally(string name)
{
    /// <summary>Longer iterations are not spread over all their seconds: a damaged time must not fill the memory.</summary>
    private const long LongestSeconds = 48 * 3600;

    private readonly SortedDictionary<long, Second> _seconds = [];

    public string Name => name;

    /// <summary>Its first start.</summary>
    public long First { get; private set; } = long.MaxValue;

    /// <summary>Its last end.</summary>
    public long Last { get; private set; } = long.MinValue;

    public long Iterations { get; private set; }

    public long Dropped { get; private set; }

    /// <summary>Connections opened.</summary>
    public long Connects { get; private set; }

    public long TlsHandshakes { get; private set; }

    /// <summary>Connections that were not tried for want of a file.</summary>
    public long WithoutFile { get; set; }

    /// <summary>By second since 1970.</summary>
    public IReadOnlyDictionary<long, Second> Seconds => _seconds;

    /// <summary>Something of it was there from one time to another.</summary>
    public void Cover(long from, long to)
    {
        First = Math.Min(First, from);
        Last = Math.Max(Last, to);
    }

    public void AddConnection(bool isTls)
    {
        Connects += isTls ? 0 : 1;
        TlsHandshakes += isTls ? 1 : 0;
    }

    public void AddIteration(long start, long end)
    {
        Cover(start, end);
        Iterations++;
        var (from, to) = (start / TimeSpan.TicksPerSecond, end / TimeSpan.TicksPerSecond);
        At(from).Started++;
        At(to).Ended++;
        if (to - from > LongestSeconds)
        {
            return;
        }

        for (var second = from; second <= to; second++)
        {
            var inside = Math.Min(end, (second + 1) * TimeSpan.TicksPerSecond) - Math.Max(start, second * TimeSpan.TicksPerSecond);
            At(second).InFlight += inside / (double)TimeSpan.TicksPerSecond;
        }
    }

    public void AddDropped(long time, long count)
    {
        Cover(time, time);
        Dropped += count;
        At(time / TimeSpan.TicksPerSecond).Dropped += count;
    }

    private Second At(long second)
    {
        if (!_seconds.TryGetValue(second, out var found))
        {
            _seconds[second] = found = new Second();
        }

        return found;
    }

    internal sealed class Second
    {
        public long Started { get; set; }

        public long Ended { get; set; }

        public long Dropped { get; set; }

        /// <summary>Iterations under way, averaged over the second.</summary>
        public double InFlight { get; set; }
    }
}
