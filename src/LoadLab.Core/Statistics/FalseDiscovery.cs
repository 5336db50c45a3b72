namespace LoadLab.Core.Statistics;

/// <summary>
/// Correction for many comparisons at once (Benjamini and Hochberg 1995): of what is claimed, at most <c>rate</c> is false on average.
/// When nothing differs at all, the chance of any claim is at most <c>rate</c>. Holds for figures that rise together too
/// (Benjamini and Yekutieli 2001), as the percentiles of one run do.
/// </summary>
internal static class FalseDiscovery
{
    /// <summary>Which of the claims stand.</summary>
    /// <param name="errors">Two-sided error of each claim, 0 to 1.</param>
    /// <param name="rate">0 to 1.</param>
    public static bool[] Claims(IReadOnlyList<double> errors, double rate)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var order = Enumerable.Range(0, errors.Count).OrderBy(i => errors[i]).ToArray();
        var count = order.Length;
        while (count > 0 && errors[order[count - 1]] > rate * count / errors.Count)
        {
            count--;
        }

        var stand = new bool[errors.Count];
        foreach (var i in order.Take(count))
        {
            stand[i] = true;
        }

        return stand;
    }
}
