using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Reporting.Figures;

namespace LoadLab.Cli.Http;

/// <summary>Figures of an ad hoc load beside those of its whole: the parts of its time, its rows, its seconds as CSV. Pure.</summary>
internal static class HttpFigures
{
    private const int Width = 67;

    /// <summary>The first line of the CSV.</summary>
    public const string CsvHead = "second,ok,failed,mean_ms,p50_ms,p90_ms,p95_ms,p99_ms,max_ms";

    /// <summary>What the time went to: means, and of how many; empty when nobody measured it.</summary>
    public static string Parts(IReadOnlyList<RequestPart> parts)
    {
        var groups = parts.GroupBy(part => part.Name is "dns" or "connect" or "tls").OrderByDescending(group => group.Key).Select(group =>
            $"{string.Join(", ", group.Select(part => $"{Word(part.Name)} {Units.Milliseconds(part.MeanMs)}"))} (mean of {Units.Count(group.Max(part => part.Count))} {(group.Key ? "connections" : "answers")})");
        return string.Join("; ", groups) is { Length: > 0 } text ? text + ", warm-up included" : "";
    }

    /// <summary>The slowest requests that were sampled for tracing; none when none was to be.</summary>
    public static IEnumerable<string> Traces(RunRecord record)
    {
        const int Most = 5;
        return TraceWords.Summary(record) is { } summary
            ? [.. Wrapped("Traces", summary), .. TraceWords.Slowest(record).Take(Most).SelectMany(one => Wrapped("", $"{one.Trace.TraceId} {TraceWords.Line(one.Trace, record)}"))]
            : [];
    }

    /// <summary>A text under a name, in lines that fit.</summary>
    public static IEnumerable<string> Wrapped(string name, string text)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                yield return $"{name,-12} {line}";
                (name, line) = ("", "");
            }

            line += line.Length > 0 ? " " + word : word;
        }

        yield return $"{name,-12} {line}";
    }

    /// <summary>A line for each request of several, the slowest first; none for a single one.</summary>
    public static IEnumerable<string> Rows(IReadOnlyList<StepSummary> steps)
    {
        var rows = steps.Where(step => step.Step != SeriesKey.WholeIteration).ToList();
        if (rows.Count == 0)
        {
            yield break;
        }

        yield return $"{"P95",12} {"ok",12} {"failed",12}  request";
        foreach (var row in rows.OrderByDescending(row => row.Response.TotalCount == 0 ? double.PositiveInfinity : row.Response.PercentileMicros(95)))
        {
            yield return $"{(row.Response.TotalCount == 0 ? "-" : Units.Milliseconds(row.Response.PercentileMicros(95) / 1000.0)),12} {Units.Count(row.Ok),12} {Units.Count(row.Failed),12}  {row.Step}";
        }

        yield return "";
    }

    /// <summary>Each measured second as a line, with response times of what succeeded or timed out; empty fields are no figures.</summary>
    public static IEnumerable<string> Csv(RunRecord record)
    {
        yield return CsvHead;
        foreach (var second in record.Slices.Where(slice => slice.Key is { Measured: true, Step: SeriesKey.WholeIteration }).GroupBy(slice => slice.Second).OrderBy(second => second.Key))
        {
            var ok = second.Where(slice => slice.Key.Class == ResultClasses.Ok).Sum(slice => slice.Response.TotalCount);
            var all = second.Sum(slice => slice.Response.TotalCount);
            var times = PackedHistogram.Merge(second.Where(slice => ResultClasses.CountsForResponseTime(slice.Key.Class)).Select(slice => slice.Response));
            string Time(double micros) => times.TotalCount == 0 ? "" : (micros / 1000).ToString("0.###", CultureInfo.InvariantCulture);
            string Percentile(double percentile) => times.TotalCount == 0 ? "" : Time(times.PercentileMicros(percentile));
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{second.Key},{ok},{all - ok},{(times.TotalCount == 0 ? "" : Time(times.MeanMicros))},{Percentile(50)},{Percentile(90)},{Percentile(95)},{Percentile(99)},{(times.TotalCount == 0 ? "" : Time(times.MaxMicros))}");
        }
    }

    private static string Word(string name) => name switch
    {
        "dns" => "DNS",
        "tls" => "TLS",
        "first-byte" => "first byte",
        _ => name,
    };
}
