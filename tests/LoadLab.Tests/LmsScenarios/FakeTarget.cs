using System.Net;
using System.Text;

namespace LoadLab.Tests.LmsScenarios;

/// <summary>Answers requests in memory and remembers them.</summary>
internal sealed class FakeTarget : HttpMessageHandler
{
    public List<string> Requests { get; } = [];

    public List<string?> Tokens { get; } = [];

    public List<string> Bodies { get; } = [];

    /// <summary>Bodies that stand in for the usual ones, by the start of "METHOD path".</summary>
    public Dictionary<string, (HttpStatusCode Status, string Body)> Overrides { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var line = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        Requests.Add(line);
        Tokens.Add(request.Headers.Authorization?.Parameter);
        Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        var (status, body) = Overrides.Where(pair => line.StartsWith(pair.Key, StringComparison.Ordinal)).Select(pair => pair.Value).FirstOrDefault();
        return body is not null ? Answer(status, body) : Answer(HttpStatusCode.OK, Usual(line));
    }

    private static string Usual(string line) => line switch
    {
        "GET /health/ready" => """{"status":"ok"}""",
        "POST /api/auth/login" => """{"token":"t-1","userId":1}""",
        "GET /api/me/enrolments" => """{"total":1,"items":[{"courseId":2,"title":"Optics","lessons":5,"percent":0}]}""",
        _ when line.StartsWith("GET /api/courses?", StringComparison.Ordinal) =>
            """{"page":1,"pageSize":20,"total":1,"items":[{"id":2,"code":"A","title":"Optics","category":"c","lessons":1}]}""",
        _ when line.StartsWith("GET /api/courses/search?", StringComparison.Ordinal) =>
            """{"query":"optics","total":1,"items":[{"id":2,"code":"A","title":"Optics","category":"c","lessons":1}]}""",
        _ when line.StartsWith("GET /api/courses/2", StringComparison.Ordinal) => """{"id":2,"title":"Optics","lessons":[{"number":1,"title":"One"}]}""",
        _ => "{}",
    };

    private static HttpResponseMessage Answer(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
