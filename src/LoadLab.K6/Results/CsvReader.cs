using System.Buffers.Text;
using System.Text;
using LoadLab.Core;
using LoadLab.K6.Metrics;

namespace LoadLab.K6.Results;

/// <summary>Reads what <c>--out csv</c> wrote. It does not say what kind of metric one of the script's own is, and has no thresholds.</summary>
internal sealed class CsvReader(LineSource lines, ResultCollector collector)
{
    private const int MostTags = 20_000;
    private const int FirstTag = 3;

    private readonly Dictionary<byte[], ResultMetric> _metrics = Utf8Keys.Table<ResultMetric>();
    private readonly Dictionary<byte[], PointTags> _tags = Utf8Keys.Table<PointTags>();
    private readonly PointTime _time = new();
    private string[] _columns = [];
    private byte[] _header = [];

    /// <summary>How every such file begins.</summary>
    public static ReadOnlySpan<byte> Start => "metric_name,timestamp,metric_value"u8;

    /// <exception cref="LoadLabException">It holds two runs (104).</exception>
    public void Read()
    {
        while (lines.TryNext(out var text))
        {
            if (_columns.Length == 0)
            {
                _header = text.ToArray();
                _columns = Encoding.UTF8.GetString(text).Split(',');
            }
            else if (text.SequenceEqual(_header))
            {
                throw new LoadLabException(
                    ExitCode.BadConfiguration, FormattableString.Invariant($"Line {lines.Number} is a header again: the file holds two runs."), "Import each run from a file of its own. Split the file before that line.");
            }
            else if (lines.IsTooLong)
            {
                collector.Faults.Add(lines.Number, "longer than 16 MB");
            }
            else if (!text.IsEmpty)
            {
                Line(text.Count((byte)'"') % 2 == 0 ? text : Whole(text));
            }
        }
    }

    /// <summary>A quoted field may hold line ends.</summary>
    private byte[] Whole(ReadOnlySpan<byte> text)
    {
        const int MostLines = 1_000;
        var whole = new List<byte>(text.ToArray());
        for (var more = 0; more < MostLines && lines.TryNext(out var next); more++)
        {
            whole.Add((byte)'\n');
            whole.AddRange(next);
            if (next.Count((byte)'"') % 2 != 0)
            {
                break;
            }
        }

        return [.. whole];
    }

    private void Line(ReadOnlySpan<byte> text)
    {
        var nameEnd = text.IndexOf((byte)',');
        var timeEnd = nameEnd < 0 ? -1 : Next(text, nameEnd + 1);
        var valueEnd = timeEnd < 0 ? -1 : Next(text, timeEnd + 1);
        if (valueEnd < 0)
        {
            Damaged("fewer than three fields");
            return;
        }

        var tags = TagsOf(text[(valueEnd + 1)..]);
        if (tags is null)
        {
            Damaged($"not the {_columns.Length} fields of the header");
        }
        else if (MetricOf(text[..nameEnd]) is { } metric)
        {
            Point(metric, text[(nameEnd + 1)..timeEnd], text[(timeEnd + 1)..valueEnd], tags);
        }
    }

    private void Point(ResultMetric metric, ReadOnlySpan<byte> stamp, ReadOnlySpan<byte> number, PointTags tags)
    {
        if (!_time.TryParseStamp(stamp, out var time, out var isWholeSecond))
        {
            collector.Faults.Add(lines.Number, $"timestamp '{Encoding.UTF8.GetString(stamp)}' is no time of a run");
        }
        else if (!Utf8Parser.TryParse(number, out double value, out var read) || read != number.Length || !double.IsFinite(value))
        {
            collector.Faults.Add(lines.Number, $"value '{Encoding.UTF8.GetString(number)}' of {metric.Figures.Name} is no finite number");
        }
        else if (collector.FaultOf(metric, time, value) is { } fault)
        {
            collector.Faults.Add(lines.Number, fault);
        }
        else
        {
            collector.Resolution = isWholeSecond ? TimeSpan.TicksPerSecond : collector.Resolution;
            collector.Add(metric, time, value, tags, lines.Number);
        }
    }

    private void Damaged(string what)
    {
        if (lines.IsUnended)
        {
            collector.Faults.Cut(lines.Number);
        }
        else
        {
            collector.Faults.Add(lines.Number, what);
        }
    }

    private static int Next(ReadOnlySpan<byte> text, int from)
    {
        var at = text[from..].IndexOf((byte)',');
        return at < 0 ? -1 : from + at;
    }

    private ResultMetric? MetricOf(ReadOnlySpan<byte> name)
    {
        if (_metrics.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var known))
        {
            return known;
        }

        var text = Encoding.UTF8.GetString(name);
        var kind = KnownMetrics.Find(text);
        if (collector.Declare(text, kind?.Kind ?? MetricKind.Trend, kind?.Contains ?? "default") is not { } metric)
        {
            collector.LeaveOut(text);
            return null;
        }

        if (kind is null)
        {
            collector.Assumed.Add(text);
        }

        return _metrics[name.ToArray()] = metric;
    }

    private PointTags? TagsOf(ReadOnlySpan<byte> raw)
    {
        var known = _tags.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (known.TryGetValue(raw, out var tags))
        {
            return tags;
        }

        var fields = CsvFields.Split(Encoding.UTF8.GetString(raw));
        if (fields.Count != _columns.Length - FirstTag)
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var at = 0; at < fields.Count; at++)
        {
            var (column, field) = (_columns[FirstTag + at], fields[at]);
            if (column == "extra_tags")
            {
                foreach (var pair in field.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2))
                {
                    values.TryAdd(pair[0], pair[1]);
                }
            }
            else if (field.Length > 0 && column != "metadata")
            {
                values[column] = field;
            }
        }

        if (_tags.Count >= MostTags)
        {
            _tags.Clear();
        }

        return _tags[raw.ToArray()] = new PointTags(values);
    }
}
