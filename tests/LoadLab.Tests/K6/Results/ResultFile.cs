using System.Globalization;
using System.IO.Compression;
using System.Text;
using LoadLab.Core.Runs;
using LoadLab.K6.Results;

namespace LoadLab.Tests.K6.Results;

/// <summary>A file in k6's format, built line by line.</summary>
internal sealed class ResultFile
{
    public static readonly DateTimeOffset Start = new(2026, 11, 27, 6, 0, 0, TimeSpan.Zero);

    private readonly StringBuilder _text = new();

    /// <summary>What k6 really wrote.</summary>
    public static RunRecord ImportSample(string name) => Import(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "K6", "Results", "Samples", name)));

    public static RunRecord Import(Stream stream, CancellationToken stop = default) =>
        K6Import.Read(stream, new K6ImportArguments { Suite = "script", Source = "results", WrittenAt = Start }, stop);

    public static RunRecord Import(string text) => Import(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    public ResultFile Metric(string name, string type = "trend", string contains = "time", string thresholds = "[]", string submetrics = "null") =>
        Line($$"""{"type":"Metric","data":{"name":"{{name}}","type":"{{type}}","contains":"{{contains}}","thresholds":{{thresholds}},"submetrics":{{submetrics}}},"metric":"{{name}}"}""");

    public ResultFile Point(string metric, double second, double value, string tags = """{"scenario":"default"}""") =>
        Line($$$"""{"metric":"{{{metric}}}","type":"Point","data":{"time":"{{{Time(second)}}}","value":{{{value.ToString("R", CultureInfo.InvariantCulture)}}},"tags":{{{tags}}}}}""");

    /// <summary>A request that ended at a second of the run.</summary>
    public ResultFile Request(double second, double milliseconds, int status = 200, string name = "home", string more = "") =>
        Point("http_req_duration", second, milliseconds, $$"""{"expected_response":"{{(status is > 0 and < 400 ? "true" : "false")}}","group":"","method":"GET","name":"{{name}}","scenario":"default","status":"{{status}}","url":"{{name}}"{{more}}}""");

    public ResultFile Line(string line)
    {
        _text.Append(line).Append('\n');
        return this;
    }

    public ResultFile Cut(int bytes)
    {
        _text.Length -= bytes;
        return this;
    }

    public override string ToString() => _text.ToString();

    public RunRecord Import() => Import(ToString());

    public static byte[] Gzip(string text)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return stream.ToArray();
    }

    public static string Time(double second) => Start.AddSeconds(second).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture) + "00Z";
}
