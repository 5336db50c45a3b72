namespace LoadLab.Core.Statistics;

/// <summary>How many samples a verdict needs at the very least, when all of them are good.</summary>
internal static class SampleSize
{
    /// <summary>
    /// Fewest samples with which a two-sided interval of the percentile has an upper end: 1 − qⁿ ≥ 1 − α/2. 72 for P95, 368 for P99
    /// (Hahn and Meeker 1991, 5.2).
    /// </summary>
    /// <param name="percentile">Above 0, below 100.</param>
    /// <param name="confidence">0 to 1.</param>
    public static long ForPercentile(double percentile, double confidence = Interval.Confidence) =>
        (long)Math.Ceiling(Math.Log((1 - confidence) / 2) / Math.Log(percentile / 100));

    /// <summary>Fewest trials without a failure that show a failure ratio below <paramref name="limit"/>: (1 − limit)ⁿ ≤ α. 2,995 for 0.1 %.</summary>
    public static long ForRatio(double limit, double confidence = Interval.Confidence) =>
        limit <= 0 ? long.MaxValue : limit >= 1 ? 1 : (long)Math.Ceiling(Math.Log(1 - confidence) / Math.Log(1 - limit));

    /// <summary>
    /// Fewest trials with which <paramref name="failures"/> of them still show a failure ratio of at most <paramref name="limit"/>: the upper end of
    /// their <see cref="ClopperPearson"/> interval is then inside. 55,715 for one failure at 0.01 %.
    /// </summary>
    public static long ForRatioWith(long failures, double limit, double confidence = Interval.Confidence)
    {
        if (failures == 0 || limit <= 0 || limit >= 1)
        {
            return ForRatio(limit, confidence);
        }

        long few = failures;
        var enough = few;
        while (!Shows(enough))
        {
            (few, enough) = (enough, enough * 2);
        }

        while (enough - few > 1)
        {
            var middle = few + ((enough - few) / 2);
            (few, enough) = Shows(middle) ? (few, middle) : (middle, enough);
        }

        return enough;

        bool Shows(long trials) => ClopperPearson.Of(failures, trials, confidence).High <= limit;
    }

    /// <summary>Seconds that a phase must last at <paramref name="perSecond"/> to give <paramref name="samples"/>.</summary>
    public static TimeSpan DurationFor(long samples, double perSecond) =>
        TimeSpan.FromSeconds(Math.Ceiling(samples / perSecond));
}
