using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace LoadLab.Tests.Stacks.Prometheus;

/// <summary>Answers range queries in the shape that Prometheus does, without a network.</summary>
internal sealed class FakePrometheus(Func<FakePrometheus.Asked, HttpResponseMessage> answer) : HttpMessageHandler
{
    /// <summary>A range query as it came.</summary>
    public sealed record Asked(string Path, string Query, long Start, long End, long StepSeconds, string? Authorization)
    {
        public IEnumerable<long> Times
        {
            get
            {
                for (var at = Start; at <= End; at += StepSeconds)
                {
                    yield return at;
                }
            }
        }
    }

    public List<Asked> Requests { get; } = [];

    /// <summary>An answer with one series for each of these; a null point is left out.</summary>
    public static HttpResponseMessage Matrix(Asked asked, params (string Labels, Func<long, string?> Value)[] series)
    {
        var result = series
            .Select(one => (one.Labels, Points: asked.Times.Select(at => (at, value: one.Value(at))).Where(point => point.value is not null).Select(point => $"[{point.at},\"{point.value}\"]").ToList()))
            .Where(one => one.Points.Count > 0)
            .Select(one => "{\"metric\":{" + one.Labels + "},\"values\":[" + string.Join(",", one.Points) + "]}");
        return Json("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[" + string.Join(",", result) + "]}}");
    }

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) => Answer(body, "application/json", status);

    public static HttpResponseMessage Answer(string body, string type, HttpStatusCode status) => new(status) { Content = new StringContent(body, Encoding.UTF8, type) };

    /// <summary>What Prometheus 2.42 answers to a query that it cannot read.</summary>
    public static HttpResponseMessage Wrong(string error) => Json($$"""{"status":"error","errorType":"bad_data","error":{{JsonSerializer.Serialize(error)}}}""", HttpStatusCode.BadRequest);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var fields = (await request.Content!.ReadAsStringAsync(cancellationToken)).Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => WebUtility.UrlDecode(pair[1]));
        var asked = new Asked(
            request.RequestUri!.AbsolutePath,
            fields["query"],
            long.Parse(fields["start"], CultureInfo.InvariantCulture),
            long.Parse(fields["end"], CultureInfo.InvariantCulture),
            long.Parse(fields["step"], CultureInfo.InvariantCulture),
            request.Headers.Authorization?.ToString());
        Requests.Add(asked);
        return answer(asked);
    }
}
