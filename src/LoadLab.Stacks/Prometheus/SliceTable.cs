using LoadLab.Core.Production;

namespace LoadLab.Stacks.Prometheus;

/// <summary>The answers to one query, put together: for each series its value in each slice, NaN where there is none.</summary>
internal sealed class SliceTable(int slices)
{
    private readonly Dictionary<string, (IReadOnlyDictionary<string, string> Labels, double[] Values)> _series = new(StringComparer.Ordinal);

    /// <summary>Every series.</summary>
    public IEnumerable<(IReadOnlyDictionary<string, string> Labels, double[] Values)> Series => _series.Values;

    /// <summary>Adds the points of the slices from <paramref name="first"/> to <paramref name="end"/>.</summary>
    public void Add(IReadOnlyList<PrometheusSeries> answer, SliceGrid grid, int first, int end)
    {
        foreach (var series in answer)
        {
            var key = string.Join('\u0001', series.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => label.Key + "=" + label.Value));
            if (!_series.TryGetValue(key, out var known))
            {
                var values = new double[slices];
                Array.Fill(values, double.NaN);
                _series[key] = known = (series.Labels, values);
            }

            for (var slice = first; slice < end; slice++)
            {
                // An infinite value is no measurement: a ratio of something to nothing.
                if (series.Points.TryGetValue(grid.StartOf(slice + 1).ToUnixTimeMilliseconds(), out var value) && double.IsFinite(value))
                {
                    known.Values[slice] = value;
                }
            }
        }
    }
}
