namespace LoadLab.Stacks.Probes;

/// <summary>
/// Several counters as one running total: those of the instances of an API, and of the label sets that a selector matches. When one of them begins anew, their
/// plain sum falls by what that one had counted, and taking the rest for what was counted since would count the others twice. Here the total falls to what
/// all of them rose by since the last reading, so that who sees it fall may take it for the rise. Not thread-safe.
/// </summary>
/// <param name="selector">Chooses them.</param>
internal sealed class SummedCounter(MetricSelector selector)
{
    private Dictionary<string, double> _last = [];
    private double _total = double.NaN;

    /// <summary>Takes a reading.</summary>
    /// <param name="pages">The samples of each instance, always in the same order.</param>
    /// <returns>The total; NaN when nothing matches, or when one of them is NaN.</returns>
    public double Add(IReadOnlyList<IReadOnlyList<PrometheusSample>> pages)
    {
        var now = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var instance = 0; instance < pages.Count; instance++)
        {
            foreach (var sample in pages[instance].Where(selector.Matches))
                now[Key(instance, sample)] = sample.Value;
        }

        if (now.Count == 0 || now.Values.Any(double.IsNaN))
            return double.NaN;
        var rise = now.Sum(series => Rise(_last.GetValueOrDefault(series.Key), series.Value));
        // One that is gone takes along what it counted after its last reading, as one that began anew does.
        var isReset = _last.Any(series => !now.TryGetValue(series.Key, out var value) || value < series.Value);
        _total = double.IsNaN(_total) || isReset ? rise : _total + rise;
        _last = now;
        return _total;
    }

    private static double Rise(double before, double now) => now < before ? now : now - before;

    private static string Key(int instance, PrometheusSample sample) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{instance}\n{string.Join('\n', sample.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"))}");
}
