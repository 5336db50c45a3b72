using LoadLab.Core.Runs;

namespace LoadLab.K6.Metrics;

/// <summary>A metric with its sub-metrics, which a threshold or the summary asks for.</summary>
/// <param name="name">Its name.</param>
/// <param name="kind">What is made of the values.</param>
/// <param name="contains"><c>time</c>, <c>data</c> or <c>default</c>.</param>
/// <param name="gate">The lock of all metrics that get samples together; null for one of its own.</param>
internal sealed class Metric(string name, MetricKind kind, string contains, Lock? gate = null)
{
    private readonly MetricValues _values = new(name, kind, contains, gate);
    private volatile SubMetric[] _parts = [];

    public string Name => name;

    public MetricKind Kind => kind;

    public bool IsTime => contains == "time";

    public bool HasParts => _parts.Length > 0;

    /// <summary>The same as a metric of scenarios, which are trended, compared and judged by catalogues; null for those that k6 has for every script.</summary>
    public LoadLab.Sdk.Metric? Own { get; init; }

    /// <summary>Hands a value to the engine: in all, and under the tags of each sub-metric that it belongs to.</summary>
    public void Record(LoadLab.Sdk.Hosting.IMetricSink sink, double value, SampleTags tags)
    {
        if (Own is { } own)
        {
            sink.Record(own, "", value);
            foreach (var part in _parts)
            {
                if (part.Has(tags))
                {
                    sink.Record(own, part.Tag, value);
                }
            }
        }
    }

    /// <summary>Adds the sub-metric of a selector such as <c>{scenario:rate,status:200}</c>, if it is not there.</summary>
    public void AddPart(string selector)
    {
        var full = name + selector;
        if (Array.TrueForAll(_parts, part => part.Values.Name != full))
        {
            _parts = [.. _parts, new SubMetric(new MetricValues(full, kind, contains, gate), TagsOf(selector), selector.Trim('{', '}'))];
        }
    }

    /// <summary>Adds a sample.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="tags">Which sub-metrics it belongs to.</param>
    /// <param name="buffer">Where it waits until there are some; null to add it at once. Of a gauge the last counts, so that none waits.</param>
    public void Add(double value, SampleTags tags, SampleBuffer? buffer = null)
    {
        buffer = kind == MetricKind.Gauge ? null : buffer;
        Put(_values, value, buffer);
        foreach (var part in _parts)
        {
            if (part.Has(tags))
            {
                Put(part.Values, value, buffer);
            }
        }
    }

    public IEnumerable<ScriptMetric> ToResults(IReadOnlyList<string> statistics, double seconds) =>
        _parts.Select(part => part.Values).Prepend(_values).Select(values => values.ToResult(statistics, seconds));

    private static void Put(MetricValues values, double value, SampleBuffer? buffer)
    {
        if (buffer is null)
        {
            values.Add(value);
        }
        else
        {
            buffer.Add(values, value);
        }
    }

    /// <summary>A value may hold colons: the first one ends the key.</summary>
    private static KeyValuePair<string, string>[] TagsOf(string selector) =>
    [
        .. selector.Trim('{', '}').Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(tag => tag.Split(':', 2)).Select(pair => new KeyValuePair<string, string>(pair[0].Trim(), pair.Length > 1 ? pair[1].Trim().Trim('"', '\'') : "")),
    ];

    private sealed record SubMetric(MetricValues Values, KeyValuePair<string, string>[] Tags, string Tag)
    {
        public bool Has(SampleTags tags)
        {
            foreach (var tag in Tags)
            {
                if (tags.Find(tag.Key) != tag.Value)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
