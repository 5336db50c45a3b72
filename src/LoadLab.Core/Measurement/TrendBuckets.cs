namespace LoadLab.Core.Measurement;

/// <summary>
/// The buckets of a trend: values up to 0.001, then 160 in each power of ten up to 1,000,000,000, then one without an end. Each is 1 to 2.5 % wide, and round
/// limits (100, 150, 200, 250, 500) are edges, so that what kept such a limit is known exactly. Pure.
/// </summary>
public static class TrendBuckets
{
    private const double Lowest = 0.001;
    private const int Decades = 12;

    /// <summary>Upper edges, rising; the last is positive infinity.</summary>
    private static readonly double[] s_edges = [.. Edges()];

    /// <summary>How many there are.</summary>
    public static int Count => s_edges.Length;

    /// <summary>The bucket of a value: the first whose upper edge is not below it.</summary>
    public static int IndexOf(double value)
    {
        var at = Array.BinarySearch(s_edges, value);
        return at >= 0 ? at : ~at;
    }

    /// <summary>The highest value that a bucket holds; positive infinity for the last.</summary>
    public static double UpTo(int index) => s_edges[index];

    /// <summary>The value above which a bucket begins; 0 for the first, which holds what is lower too.</summary>
    public static double Above(int index) => index == 0 ? 0 : s_edges[index - 1];

    private static IEnumerable<double> Edges()
    {
        yield return Lowest;
        for (var decade = 0; decade < Decades; decade++)
        {
            // Whole numbers over a power of ten: 0.15, and not 0.15000000000000002.
            for (var mantissa = 102; mantissa <= 1000; mantissa += mantissa < 200 ? 2 : mantissa < 500 ? 5 : 10)
            {
                yield return decade < 5 ? mantissa / Math.Pow(10, 5 - decade) : mantissa * Math.Pow(10, decade - 5);
            }
        }

        yield return double.PositiveInfinity;
    }
}
