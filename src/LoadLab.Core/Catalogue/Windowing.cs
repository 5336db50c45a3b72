using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue;

/// <summary>
/// A row is judged window by window and not over the whole: <c>indicator: {…, over: 10s, for: 60s}</c>. A window slides by a second, and each
/// must keep the limit. The figure of a window is its own: a percentile of its merged histograms, a share of its events, the mean of its samples.
/// </summary>
/// <param name="Over">Length of the window, in whole seconds.</param>
/// <param name="For">
/// A breach counts only when it lasts so long: that many windows in a row, one a second, are broken; exactly as many do count. Null: the first one counts.
/// </param>
public sealed record Windowing(TimeSpan Over, TimeSpan? For)
{
    /// <summary>The shortest window, and the step by which it slides: a second, which is what a run keeps.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>Windows in a row that make a breach.</summary>
    public int Lasting => (int)((For ?? Step).TotalSeconds);

    /// <summary>In words: <c>windows of 10s, for 60s</c>.</summary>
    public override string ToString() => $"windows of {DurationValue.Format(Over)}" + (For is { } length ? $", for {DurationValue.Format(length)}" : "");

    /// <summary>Reads <c>over</c> and <c>for</c>; null when neither is given. Without <c>over</c> a window is a second long.</summary>
    internal static Windowing? Read(YamlReader indicator)
    {
        var (over, lasting) = (Seconds(indicator, "over"), Seconds(indicator, "for"));
        return over is null && lasting is null ? null : new Windowing(over ?? Step, lasting);
    }

    /// <summary>A number of whole seconds, at least one.</summary>
    internal static TimeSpan? Seconds(YamlReader row, string key)
    {
        if (row.Duration(key) is not { } length)
        {
            return null;
        }

        if (length >= Step && length.Ticks % Step.Ticks == 0)
        {
            return length;
        }

        row.Fault(key, length < Step
            ? $"{DurationValue.Format(length)} is shorter than a sample: a run keeps one a second. Give whole seconds, such as 10s."
            : $"{DurationValue.Format(length)} is no whole number of seconds, and a run keeps one sample a second. Give whole seconds, such as 10s.");
        return null;
    }
}
