using LoadLab.Sdk;

namespace LoadLab.Core.Statistics;

/// <summary>A place from which on a series is another one.</summary>
/// <param name="Place">Of the first value that is.</param>
/// <param name="Before">Mean since the change before it.</param>
/// <param name="After">Mean until the next change.</param>
/// <param name="Error">Permutation error of the claim, 0.001 to 1.</param>
public readonly record struct ChangePoint(int Place, double Before, double After, double Error)
{
    /// <summary>The shift as a part of the mean before; infinite when that is 0.</summary>
    public double Magnitude => Before == 0 ? (After == 0 ? 0 : double.PositiveInfinity * Math.Sign(After)) : (After / Before) - 1;
}

/// <summary>
/// Change points of a history by E-divisive means (Matteson and James 2014), as performance tests use it (Daly and others 2020;
/// Fleming and others 2023): windows that overlap, then weak points taken out until all that are left are sure and large enough.
/// </summary>
public static class ChangePoints
{
    /// <summary>Values in a window. The next begins at its middle.</summary>
    public const int Window = 50;

    /// <summary>Shuffles of a permutation test.</summary>
    public const int Shuffles = 999;

    /// <summary>Largest error of a change point: none of the shuffles may reach it.</summary>
    public const double LargestError = 0.001;

    /// <summary>Smallest shift of the mean that is told, as a part of the mean before.</summary>
    public const double SmallestMagnitude = 0.05;

    /// <summary>
    /// Most false alarms in a history without a change, when its values do not depend on each other: <see cref="LargestError"/> for each
    /// window that it takes.
    /// </summary>
    public static double FalseAlarmRate(int count) => LargestError * Windows(count).Count();

    /// <summary>The change points, in order.</summary>
    /// <param name="values">The history, the oldest first; finite.</param>
    /// <param name="seed">Seed of the shuffling.</param>
    /// <param name="smallest">Smallest shift that is told.</param>
    public static IReadOnlyList<ChangePoint> Find(IReadOnlyList<double> values, long seed = 1, double smallest = SmallestMagnitude)
    {
        ArgumentNullException.ThrowIfNull(values);
        var series = values.ToArray();
        var random = new SeededRandom(seed);
        var places = new SortedSet<int>();
        foreach (var (from, to) in Windows(series.Length))
        {
            Split(series, from, to, places, random);
        }

        return Strongest(series, [.. places], smallest, random);
    }

    private static IEnumerable<(int From, int To)> Windows(int count)
    {
        for (var from = 0; ; from += Window / 2)
        {
            var to = Math.Min(count, from + Window);
            yield return (from, to);
            if (to == count)
            {
                yield break;
            }
        }
    }

    private static void Split(double[] series, int from, int to, SortedSet<int> places, SeededRandom random)
    {
        var part = series.AsSpan(from, to - from);
        var (place, q) = EnergySplit.Best(part);
        if (place > 0 && EnergySplit.Error(part, q, null, Shuffles, random) <= LargestError)
        {
            places.Add(from + place);
            Split(series, from, from + place, places, random);
            Split(series, from + place, to, places, random);
        }
    }

    /// <summary>Takes out the weakest until every one stands between its neighbours.</summary>
    private static List<ChangePoint> Strongest(double[] series, List<int> places, double smallest, SeededRandom random)
    {
        var known = new Dictionary<(int, int, int), ChangePoint>();
        while (true)
        {
            var points = places.Select((place, at) => Judge(at == 0 ? 0 : places[at - 1], place, at + 1 < places.Count ? places[at + 1] : series.Length)).ToList();
            var weak = points.Where(point => point.Error > LargestError || Math.Abs(point.Magnitude) < smallest).ToList();
            if (weak.Count == 0)
            {
                return points;
            }

            places.Remove(weak.OrderByDescending(point => point.Error).ThenBy(point => Math.Abs(point.Magnitude)).First().Place);
        }

        ChangePoint Judge(int from, int place, int to)
        {
            if (!known.TryGetValue((from, place, to), out var point))
            {
                var part = series.AsSpan(from, to - from);
                var error = EnergySplit.Error(part, EnergySplit.At(part, place - from), place - from, Shuffles, random);
                known[(from, place, to)] = point = new ChangePoint(place, series[from..place].Average(), series[place..to].Average(), error);
            }

            return point;
        }
    }
}
