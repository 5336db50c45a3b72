using System.Globalization;

namespace LoadLab.Core.Measurement;

/// <summary>
/// A bucket of a distribution of times that the target counts itself. Its measure is the distribution's name with the range in braces,
/// <c>db.query_time{200ms..300ms}</c>, <c>db.query_time{10000ms..}</c> for the last one: a running total of the samples in this bucket alone,
/// not in those below it. Beside the buckets stands <c>db.query_time.count</c>, the running total of all samples. The count has a point for every
/// sample of the probe; a bucket has one only where its total changed, and none before its first sample.
/// </summary>
/// <param name="Distribution">Name of the distribution, such as <see cref="MeasureNames.DbQueryTime"/>.</param>
/// <param name="AboveMs">Its samples took longer than this, in ms.</param>
/// <param name="UpToMs">Its samples took no longer than this, in ms; positive infinity for the last bucket.</param>
public sealed record TimeBucket(string Distribution, double AboveMs, double UpToMs)
{
    private const string CountSuffix = ".count";

    /// <summary>Name of its measure.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Distribution}{{{Text(AboveMs)}..{(double.IsPositiveInfinity(UpToMs) ? "" : Text(UpToMs))}}}");

    /// <summary>Its measure.</summary>
    public Measure Measure => new(Name, "samples", MeasureAggregation.Delta, "");

    /// <summary>The measure of all samples of a distribution.</summary>
    /// <param name="distribution">Its name.</param>
    /// <param name="description">What is timed, by whom.</param>
    public static Measure CountOf(string distribution, string description) => new(distribution + CountSuffix, "samples", MeasureAggregation.Delta, description);

    /// <summary>Name of the distribution whose count a measure is; null for any other.</summary>
    public static string? CountedBy(Measure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return measure.Unit == "samples" && measure.Name.EndsWith(CountSuffix, StringComparison.Ordinal) ? measure.Name[..^CountSuffix.Length] : null;
    }

    /// <summary>The bucket that a measure's name tells; null for any other name.</summary>
    public static TimeBucket? TryParse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var open = name.IndexOf('{', StringComparison.Ordinal);
        var dots = name.IndexOf("..", StringComparison.Ordinal);
        return open > 0 && dots > open && name[^1] == '}' && Milliseconds(name[(open + 1)..dots]) is { } above
            && (name[(dots + 2)..^1] is { Length: > 0 } end ? Milliseconds(end) : double.PositiveInfinity) is { } upTo
            ? new TimeBucket(name[..open], above, upTo)
            : null;
    }

    private static string Text(double ms) => ms.ToString("0.######", CultureInfo.InvariantCulture) + "ms";

    private static double? Milliseconds(string text) =>
        text.EndsWith("ms", StringComparison.Ordinal) && double.TryParse(text[..^2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;
}
