using System.Collections.Concurrent;
using LoadLab.Sdk;

namespace LoadLab.Core.Statistics;

/// <summary>How small a shift a history of some length can show. By simulation of normal histories with a fixed seed.</summary>
internal static class ChangePower
{
    /// <summary>How often a shift must be seen to count as one that would be.</summary>
    public const double Wanted = 0.8;

    private const int Histories = 80;
    private const double Largest = 16;

    /// <summary>What was simulated before, by length: it depends on nothing else.</summary>
    private static readonly ConcurrentDictionary<int, double> s_inDeviations = new();

    /// <summary>The smallest shift of the mean as a part of it; see <see cref="InDeviations"/>. At least <see cref="ChangePoints.SmallestMagnitude"/>.</summary>
    /// <param name="count">Values of the history; beyond a window more do not help.</param>
    /// <param name="variation">Standard deviation between two changes, as a part of the mean.</param>
    public static double SmallestShift(int count, double variation) =>
        variation >= 0 ? Math.Max(ChangePoints.SmallestMagnitude, InDeviations(count) * variation) : double.PositiveInfinity;

    /// <summary>
    /// The smallest shift, in standard deviations, that is seen in four of five histories when it comes in their middle. Infinite when no
    /// shift would be. Takes about a second, the first time that it is asked for a length.
    /// </summary>
    /// <param name="count">Values of the history; beyond a window more do not help.</param>
    public static double InDeviations(int count) => s_inDeviations.GetOrAdd(Math.Min(count, ChangePoints.Window), Simulated);

    private static double Simulated(int length)
    {
        if (length < 2 * EnergySplit.FewestOnASide || Orders(length) * ChangePoints.LargestError < 1 || !IsSeen(length, Largest))
        {
            return double.PositiveInfinity;
        }

        var (low, high) = (0.0, Largest);
        while (high - low > 0.1)
        {
            var middle = (low + high) / 2;
            (low, high) = IsSeen(length, middle) ? (low, middle) : (middle, high);
        }

        return high;
    }

    /// <summary>Standard deviation between changes as a part of the mean there, over all parts of a history; NaN when there is none.</summary>
    internal static double Variation(IReadOnlyList<double> values, IReadOnlyList<ChangePoint> points)
    {
        int[] edges = [0, .. points.Select(point => point.Place), values.Count];
        double squares = 0;
        var freedom = 0;
        foreach (var (from, to) in edges.Zip(edges.Skip(1)))
        {
            var part = values.Skip(from).Take(to - from).ToList();
            var mean = part.Count == 0 ? 0 : part.Average();
            if (mean > 0)
            {
                squares += part.Sum(value => Math.Pow((value / mean) - 1, 2));
                freedom += part.Count - 1;
            }
        }

        return freedom > 0 ? Math.Sqrt(squares / freedom) : double.NaN;
    }

    /// <summary>Whether the permutation test finds the shift in as many histories as wanted; ends as soon as that is decided.</summary>
    private static bool IsSeen(int length, double shift)
    {
        var random = new SeededRandom(78);
        var needed = (int)Math.Ceiling(Wanted * Histories);
        var (seen, missed) = (0, 0);
        while (seen < needed && missed <= Histories - needed)
        {
            var history = Draw(length, shift, random);
            var isSeen = EnergySplit.Error(history, EnergySplit.Best(history).Q, null, ChangePoints.Shuffles, random) <= ChangePoints.LargestError;
            (seen, missed) = isSeen ? (seen + 1, missed) : (seen, missed + 1);
        }

        return seen >= needed;
    }

    private static double[] Draw(int length, double shift, SeededRandom random) =>
        [.. Enumerable.Range(0, length).Select(i => MathNet.Numerics.Distributions.Normal.Sample(random, i < length / 2 ? 0 : shift, 1))];

    /// <summary>Ways to lay the values into two halves: with fewer than a thousand no permutation test can be sure to one in a thousand.</summary>
    private static double Orders(int length)
    {
        var ways = 1.0;
        for (var i = 1; i <= length / 2; i++)
        {
            ways *= (double)(length - i + 1) / i;
        }

        return ways;
    }
}
