using System.Collections.Concurrent;
using LoadLab.Core.Measurement;
using LoadLab.Sdk;

namespace LoadLab.Engine.Recording;

/// <summary>
/// Numbers the metrics and checks of a run. Bounded: what comes after the most has no number, is counted as lost, and a finding says so. Looking up a known one takes no
/// lock and allocates nothing. Thread-safe.
/// </summary>
internal sealed class MetricTable
{
    /// <summary>Most metrics with their tags, and checks.</summary>
    public const int Limit = 500;

    /// <summary>Most trends among them: each has a distribution.</summary>
    public const int TrendLimit = 50;

    /// <summary>What values get that are over the limit.</summary>
    public const int None = -1;

    private const int Scanned = 32;
    private const int LongestText = 200;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<(CustomKind Kind, string Name, string Tag), int> _byName = [];
    private volatile MetricEntry[] _entries = [];
    private long _lost;
    private long _invalid;

    /// <summary>All of them; the index is the number.</summary>
    public IReadOnlyList<MetricEntry> Entries => _entries;

    /// <summary>Values of what is over the limit.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>The first of those; empty while there is none.</summary>
    public string FirstLost { get; private set; } = "";

    /// <summary>Values that were no numbers, or below 0 for a counter.</summary>
    public long Invalid => Interlocked.Read(ref _invalid);

    /// <summary>The first metric that got one; empty while there is none.</summary>
    public string FirstInvalid { get; private set; } = "";

    /// <summary>What says that a metric came in two units, and which; empty while none did.</summary>
    public string FirstOfTwoUnits { get; private set; } = "";

    /// <summary>The number of a metric under a tag.</summary>
    public int IndexOf(Metric metric, string tag)
    {
        var entries = _entries;
        for (var i = 0; i < entries.Length && i < Scanned; i++)
        {
            if (ReferenceEquals(entries[i].Source, metric) && ReferenceEquals(entries[i].Tag, tag))
            {
                return i;
            }
        }

        return Find(KindOf(metric), metric.Name, tag, metric.UnitOfMeasure, metric);
    }

    /// <summary>The number of a check.</summary>
    public int IndexOf(string group, string check)
    {
        var entries = _entries;
        for (var i = 0; i < entries.Length && i < Scanned; i++)
        {
            if (ReferenceEquals(entries[i].Source, check) && ReferenceEquals(entries[i].Tag, group))
            {
                return i;
            }
        }

        return Find(CustomKind.Check, check, group, "", check);
    }

    /// <summary>True for a value that the metric can take; counts it once where it cannot.</summary>
    public bool Takes(Metric metric, string tag, double value)
    {
        if (double.IsFinite(value) && (value >= 0 || metric.Type != MetricType.Counter))
        {
            return true;
        }

        if (tag.Length == 0 && Interlocked.Increment(ref _invalid) == 1)
        {
            FirstInvalid = CustomMeasures.NameOf(KindOf(metric), metric.Name, "");
        }

        return false;
    }

    private static CustomKind KindOf(Metric metric) => metric.Type switch
    {
        MetricType.Counter => CustomKind.Counter,
        MetricType.Gauge => CustomKind.Gauge,
        MetricType.Rate => CustomKind.Rate,
        _ => CustomKind.Trend,
    };

    private int Find(CustomKind kind, string name, string tag, string unit, object source)
    {
        if (!_byName.TryGetValue((kind, name, tag), out var index))
        {
            return Add(kind, name, tag, unit, source);
        }

        if (_entries[index].Unit != unit && FirstOfTwoUnits.Length == 0)
        {
            FirstOfTwoUnits = $"{CustomMeasures.NameOf(kind, name, "")} was given values in '{_entries[index].Unit}' and in '{unit}'";
        }

        return index;
    }

    private int Add(CustomKind kind, string name, string tag, string unit, object source)
    {
        lock (_lock)
        {
            if (_byName.TryGetValue((kind, name, tag), out var index))
            {
                return index;
            }

            var entries = _entries;
            if (entries.Length >= Limit || name.Length + tag.Length > LongestText || tag.AsSpan().IndexOfAny('[', ']') >= 0
                || (kind == CustomKind.Trend && entries.Count(entry => entry.Kind == CustomKind.Trend) >= TrendLimit))
            {
                if (Interlocked.Increment(ref _lost) == 1)
                {
                    FirstLost = CustomMeasures.NameOf(kind, name.Length > LongestText ? name[..LongestText] : name, tag.Length > LongestText ? tag[..LongestText] : tag);
                }

                return None;
            }

            _entries = [.. entries, new MetricEntry(kind, name, tag, unit, source)];
            return _byName[(kind, name, tag)] = entries.Length;
        }
    }
}
