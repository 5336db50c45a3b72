using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Tests.Core.Capacity.Search;

/// <summary>An M/M/c queue, first come, first served: its response times a second, and what theory says of them.</summary>
internal sealed class QueueSimulation(int servers, double servicePerSecond)
{
    /// <summary>What theory said before: asked for each number of users, it needs the same integrals.</summary>
    private readonly Dictionary<(int Before, double Seconds), double> _above = [];

    /// <summary>Response times of the arrivals of each measured second, in µs.</summary>
    public IReadOnlyList<PackedHistogram> Open(double arrivalsPerSecond, int settleSeconds, int seconds, Random random)
    {
        var free = new double[servers];
        var times = new LatencyHistogram[seconds];
        for (var i = 0; i < seconds; i++)
        {
            times[i] = new LatencyHistogram();
        }

        for (var now = Exponential(arrivalsPerSecond, random); now < settleSeconds + seconds; now += Exponential(arrivalsPerSecond, random))
        {
            var first = Array.IndexOf(free, free.Min());
            free[first] = Math.Max(now, free[first]) + Exponential(servicePerSecond, random);
            if (now >= settleSeconds)
            {
                times[(int)now - settleSeconds].Record((long)((free[first] - now) * 1e6));
            }
        }

        return [.. times.Select(time => time.Pack())];
    }

    /// <summary>Users who think for an exponential time and wait for their answers: a machine-repairman queue.</summary>
    public IReadOnlyList<PackedHistogram> Closed(int users, double thinkSeconds, int settleSeconds, int seconds, Random random)
    {
        var times = new LatencyHistogram[seconds];
        for (var i = 0; i < seconds; i++)
        {
            times[i] = new LatencyHistogram();
        }

        var free = new double[servers];
        var arrivals = new PriorityQueue<int, double>();
        for (var user = 0; user < users; user++)
        {
            arrivals.Enqueue(user, Exponential(1 / thinkSeconds, random));
        }

        while (arrivals.TryDequeue(out var who, out var now) && now < settleSeconds + seconds)
        {
            var first = Array.IndexOf(free, free.Min());
            free[first] = Math.Max(now, free[first]) + Exponential(servicePerSecond, random);
            if (now >= settleSeconds)
            {
                times[(int)now - settleSeconds].Record((long)((free[first] - now) * 1e6));
            }

            arrivals.Enqueue(who, free[first] + Exponential(1 / thinkSeconds, random));
        }

        return [.. times.Select(time => time.Pack())];
    }

    /// <summary>P(response time &gt; t) in the open model (Erlang C; Kleinrock 1975, 3.5).</summary>
    public double ShareAbove(double arrivalsPerSecond, double seconds)
    {
        var wait = ErlangC(arrivalsPerSecond / servicePerSecond);
        var spare = (servers * servicePerSecond) - arrivalsPerSecond;
        return Math.Abs(spare - servicePerSecond) < 1e-9
            ? Math.Exp(-servicePerSecond * seconds) * (1 + (wait * servicePerSecond * seconds))
            : ((1 - wait) * Math.Exp(-servicePerSecond * seconds))
                + (wait * ((spare * Math.Exp(-servicePerSecond * seconds)) - (servicePerSecond * Math.Exp(-spare * seconds))) / (spare - servicePerSecond));
    }

    /// <summary>The arrival rate at which a percentile of the response time is <paramref name="seconds"/>.</summary>
    public double RateAt(double percentile, double seconds) => Bisect(0, servers * servicePerSecond, rate => ShareAbove(rate, seconds) > 1 - (percentile / 100));

    /// <summary>P(response time &gt; t) in the closed model: who arrives sees what one user less would see (Reiser and Lavenberg 1980), and waits for an Erlang time.</summary>
    public double ShareAbove(int users, double thinkSeconds, double seconds)
    {
        var weights = new double[users];
        weights[0] = 1;
        for (var n = 1; n < users; n++)
        {
            weights[n] = weights[n - 1] * ((users - 1 - (n - 1)) / thinkSeconds) / (Math.Min(n, servers) * servicePerSecond);
        }

        var (sum, above) = (weights.Sum(), 0.0);
        for (var n = 0; n < users; n++)
        {
            above += weights[n] / sum * Above(n - servers + 1, seconds);
        }

        return above;
    }

    /// <summary>The most users at which a percentile of the response time is under <paramref name="seconds"/>, with a fraction.</summary>
    public double UsersAt(double percentile, double thinkSeconds, double seconds)
    {
        var users = 1;
        while (ShareAbove(users + 1, thinkSeconds, seconds) <= 1 - (percentile / 100))
        {
            users++;
        }

        var (low, high) = (ShareAbove(users, thinkSeconds, seconds), ShareAbove(users + 1, thinkSeconds, seconds));
        return users + ((1 - (percentile / 100) - low) / (high - low));
    }

    /// <summary>P(wait for <paramref name="before"/> departures of a full house, then a service, &gt; t), by integration over the wait.</summary>
    private double Above(int before, double seconds)
    {
        if (before <= 0)
        {
            return Math.Exp(-servicePerSecond * seconds);
        }

        if (_above.TryGetValue((before, seconds), out var known))
        {
            return known;
        }

        const int Steps = 400;
        var (rate, factorial) = (servers * servicePerSecond, LogFactorial(before - 1));
        var (inside, density) = (0.0, 0.0);
        for (var i = 0; i <= Steps; i++)
        {
            var wait = seconds * i / Steps;
            var log = ((before - 1) * Math.Log(Math.Max(wait, 1e-300) * rate)) - (rate * wait) - factorial;
            density = rate * Math.Exp(log) * (1 - Math.Exp(-servicePerSecond * (seconds - wait)));
            inside += density * (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2) * seconds / Steps / 3;
        }

        return _above[(before, seconds)] = 1 - inside;
    }

    private static double LogFactorial(int n)
    {
        var sum = 0.0;
        for (var i = 2; i <= n; i++)
        {
            sum += Math.Log(i);
        }

        return sum;
    }

    private double ErlangC(double offered)
    {
        var b = 1.0;
        for (var i = 1; i <= servers; i++)
        {
            b = offered * b / (i + (offered * b));
        }

        return b / (1 - (offered / servers * (1 - b)));
    }

    private static double Bisect(double low, double high, Func<double, bool> isOver)
    {
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = isOver(middle) ? (low, middle) : (middle, high);
        }

        return low;
    }

    private static double Exponential(double perSecond, Random random) => -Math.Log(1 - random.NextDouble()) / perSecond;
}
