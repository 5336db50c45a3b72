using System.Globalization;
using System.Text;

namespace LoadLab.Benchmarks.SideBySide;

/// <summary>Writes NDJSON as k6 does: 14 lines a request, twelve kinds of requests in two scenarios, one failure in fifty.</summary>
internal static class K6File
{
    private static readonly string[] s_times = ["http_req_duration", "http_req_blocked", "http_req_connecting", "http_req_tls_handshaking", "http_req_sending", "http_req_waiting", "http_req_receiving"];
    private static readonly DateTimeOffset s_start = new(2026, 11, 27, 6, 0, 0, TimeSpan.Zero);

    public static void Write(string path, long bytes)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        var text = new StringBuilder();
        foreach (var (name, type, contains) in s_times.Select(name => (name, "trend", "time")).Concat([("http_reqs", "counter", "default"), ("http_req_failed", "rate", "default"), ("checks", "rate", "default"), ("data_sent", "counter", "data"), ("data_received", "counter", "data"), ("iteration_duration", "trend", "time"), ("iterations", "counter", "default")]))
        {
            text.Append(CultureInfo.InvariantCulture, $"{{\"type\":\"Metric\",\"data\":{{\"name\":\"{name}\",\"type\":\"{type}\",\"contains\":\"{contains}\",\"thresholds\":[],\"submetrics\":null}},\"metric\":\"{name}\"}}\n");
        }

        for (long request = 0; stream.Position + text.Length < bytes; request++)
        {
            Request(text, request);
            if (text.Length > 1 << 16)
            {
                stream.Write(Encoding.UTF8.GetBytes(text.ToString()));
                text.Clear();
            }
        }

        stream.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void Request(StringBuilder text, long number)
    {
        // 1,000 requests a second; times that vary as real ones do, without a random number.
        var time = s_start.AddTicks(number * TimeSpan.TicksPerMillisecond).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture) + "13Z";
        var failed = number % 50 == 7;
        var kind = number % 12;
        var scenario = kind < 8 ? "browse" : "order";
        var (status, expected) = failed ? (503, "false") : (200, "true");
        var tags = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"expected_response\":\"{expected}\",\"group\":\"::shop\",\"method\":\"GET\",\"name\":\"http://shop.example:8080/items/{kind}\",\"proto\":\"HTTP/1.1\",\"scenario\":\"{scenario}\",\"status\":\"{status}\",\"url\":\"http://shop.example:8080/items/{kind}\"{(failed ? ",\"error_code\":\"1503\"" : "")}}}");
        Point("http_reqs", "1", tags);
        foreach (var (metric, at) in s_times.Select((metric, at) => (metric, at)))
        {
            Point(metric, at is 1 or 2 or 3 ? "0" : (1 + (number * 7919 % 4001 * (at + 1) / 1000.0)).ToString("0.######", CultureInfo.InvariantCulture), tags);
        }

        Point("http_req_failed", failed ? "1" : "0", tags);
        var plain = $"{{\"group\":\"\",\"scenario\":\"{scenario}\"}}";
        Point("checks", failed ? "0" : "1", $"{{\"check\":\"status is 200\",\"group\":\"::shop\",\"scenario\":\"{scenario}\"}}");
        Point("data_sent", "142", plain);
        Point("data_received", "1178", plain);
        Point("iteration_duration", "103.25", plain);
        Point("iterations", "1", plain);

        void Point(string metric, string value, string of) =>
            text.Append("{\"metric\":\"").Append(metric).Append("\",\"type\":\"Point\",\"data\":{\"time\":\"").Append(time).Append("\",\"value\":").Append(value).Append(",\"tags\":").Append(of).Append("}}\n");
    }
}
