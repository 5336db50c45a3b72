using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using LoadLab.Core;
using LoadLab.K6.Metrics;

namespace LoadLab.K6.Results;

/// <summary>Reads what <c>--out json</c> wrote, line by line.</summary>
internal sealed class NdjsonReader(LineSource lines, ResultCollector collector)
{
    private const int MostTags = 20_000;

    private readonly Dictionary<byte[], ResultMetric> _metrics = Utf8Keys.Table<ResultMetric>();
    private readonly Dictionary<byte[], PointTags> _tags = Utf8Keys.Table<PointTags>();
    private readonly PointTags _noTags = new(new Dictionary<string, string>());
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private readonly PointTime _time = new();
    private byte[] _lastTags = [];
    private PointTags? _last;

    /// <summary>Reads to the end.</summary>
    /// <exception cref="LoadLabException">It holds two runs (104).</exception>
    public void Read()
    {
        while (lines.TryNext(out var text))
        {
            if (text.IsEmpty && !lines.IsTooLong)
            {
                continue;
            }

            if (lines.IsTooLong || !NdjsonLine.TryParse(text, _lastTags, out var line))
            {
                Damaged();
            }
            else if (line.Type.SequenceEqual("Point"u8))
            {
                Point(line);
            }
            else if (line.Type.SequenceEqual("Metric"u8))
            {
                Declare(line);
            }
            else
            {
                collector.Faults.Add(lines.Number, $"the type '{Text(line.Type)}' is neither Point nor Metric");
            }
        }
    }

    private static string Text(ReadOnlySpan<byte> raw) => raw.Length > 64 ? Encoding.UTF8.GetString(raw[..64]) + "…" : Encoding.UTF8.GetString(raw);

    private void Damaged()
    {
        if (lines.IsUnended)
        {
            collector.Faults.Cut(lines.Number);
        }
        else
        {
            collector.Faults.Add(lines.Number, lines.IsTooLong ? "longer than 16 MB" : "no whole JSON object");
        }
    }

    private void Point(NdjsonLine line)
    {
        if (MetricOf(line.Metric) is not { } metric)
        {
            return;
        }

        if (!_time.TryParse(line.Time, out var time))
        {
            collector.Faults.Add(lines.Number, $"time '{Text(line.Time)}' is no time of a run");
        }
        else if (!TryNumber(line.Value, out var value))
        {
            collector.Faults.Add(lines.Number, $"value {Text(line.Value)} of {metric.Figures.Name} is no finite number");
        }
        else if (collector.FaultOf(metric, time, value) is { } fault)
        {
            collector.Faults.Add(lines.Number, fault);
        }
        else if (TagsOf(line.Tags) is { } tags)
        {
            collector.Add(metric, time, value, tags, lines.Number);
        }
        else
        {
            collector.Faults.Add(lines.Number, "its tags are no texts by name");
        }
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out double value)
    {
        if (text is [>= (byte)'0' and <= (byte)'9'])
        {
            value = text[0] - '0';
            return true;
        }

        return Utf8Parser.TryParse(text, out value, out var read) && read == text.Length && double.IsFinite(value);
    }

    private ResultMetric? MetricOf(ReadOnlySpan<byte> name)
    {
        if (_metrics.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var known))
        {
            return known;
        }

        // The line that declares it was lost, or is of an unknown kind.
        var text = Encoding.UTF8.GetString(name);
        if (!_declared.Contains(text) && KnownMetrics.Find(text) is { } kind && collector.Declare(text, kind.Kind, kind.Contains) is { } metric)
        {
            return _metrics[name.ToArray()] = metric;
        }

        collector.LeaveOut(text);
        return null;
    }

    private PointTags? TagsOf(ReadOnlySpan<byte> raw)
    {
        if (raw.IsEmpty)
        {
            return _noTags;
        }

        if (_last is { } last && raw.SequenceEqual(_lastTags))
        {
            return last;
        }

        var known = _tags.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!known.TryGetValue(raw, out var key, out var tags))
        {
            key = raw.ToArray();
            tags = Parse(key);
            if (tags is null)
            {
                return null;
            }

            if (_tags.Count >= MostTags)
            {
                _tags.Clear();
            }

            _tags[key] = tags;
        }

        (_lastTags, _last) = (key, tags);
        return tags;
    }

    private static PointTags? Parse(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var tags = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var tag in document.RootElement.EnumerateObject())
            {
                tags[tag.Name] = tag.Value.ValueKind == JsonValueKind.String ? tag.Value.GetString()! : tag.Value.GetRawText();
            }

            return new PointTags(tags);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Declare(NdjsonLine line)
    {
        JsonElement data;
        try
        {
            using var document = JsonDocument.Parse(line.Data.ToArray());
            data = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            collector.Faults.Add(lines.Number, "the declaration of a metric is no JSON");
            return;
        }

        var name = TextOf(data, "name") is { Length: > 0 } given ? given : Encoding.UTF8.GetString(line.Metric);
        if (!_declared.Add(name))
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                FormattableString.Invariant($"Line {lines.Number} declares the metric '{name}' again: the file holds two runs."),
                "Import each run from a file of its own. Split the file before that line.");
        }

        if (KnownMetrics.KindOf(TextOf(data, "type")) is not { } kind)
        {
            collector.Faults.Add(lines.Number, $"the metric '{name}' is of the unknown type '{TextOf(data, "type")}'");
            return;
        }

        if (collector.Declare(name, kind, TextOf(data, "contains") ?? "default") is not { } metric)
        {
            return;
        }

        _metrics[Encoding.UTF8.GetBytes(name)] = metric;
        AddThresholds(name, data);
        AddParts(metric.Figures, data);
    }

    private void AddThresholds(string name, JsonElement data)
    {
        if (!data.TryGetProperty("thresholds", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var one in list.EnumerateArray())
        {
            var text = one.ValueKind == JsonValueKind.String ? one.GetString()! : TextOf(one, "threshold") ?? one.GetRawText();
            if (ThresholdText.Read(name, text, wasKept: null) is { } threshold)
            {
                collector.Thresholds.Add(threshold);
            }
            else
            {
                collector.UnreadThresholds.Add($"{name}: {text}");
            }
        }
    }

    private void AddParts(Metric figures, JsonElement data)
    {
        if (!data.TryGetProperty("submetrics", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var part in list.EnumerateArray())
        {
            if (TextOf(part, "suffix") is { Length: > 0 } suffix)
            {
                figures.AddPart($"{{{suffix}}}");
                if (suffix != "expected_response:true")
                {
                    collector.SubMetrics.Add($"{figures.Name}{{{suffix}}}");
                }
            }
        }
    }

    private static string? TextOf(JsonElement element, string key) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
