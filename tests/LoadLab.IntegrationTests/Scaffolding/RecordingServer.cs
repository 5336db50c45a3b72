using System.Collections.Concurrent;
using LoadLab.IntegrationTests.Engine;
using Microsoft.AspNetCore.Http;

namespace LoadLab.IntegrationTests.Scaffolding;

/// <summary>A shop that writes down every request whole, and whose ids and tokens are others than in any recording.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private StubServer _server = null!;

    /// <summary>What arrived, in its order: the request line, the headers that are the user's, and the body.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public Uri Address => _server.Address;

    public static async Task<RecordingServer> StartAsync()
    {
        var recording = new RecordingServer();
        recording._server = await StubServer.StartAsync(recording.AnswerAsync);
        return recording;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var headers = context.Request.Headers.Where(header => header.Key is "Accept" or "Authorization" or "Cookie" or "X-Key" or "X-Shop").OrderBy(header => header.Key).Select(header => $" {header.Key}={header.Value}");
        var type = context.Request.ContentType?.Split(';')[0];
        Requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}{string.Concat(headers)}{(type is null ? "" : $" [{type}]")}{(type == "multipart/form-data" ? "" : body.Length == 0 ? "" : " " + body)}");
        switch (context.Request.Path.Value)
        {
            case "/":
                context.Response.Headers.SetCookie = "sid=live-cookie-77; Path=/";
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<input type=\"hidden\" name=\"csrf\" value=\"live-csrf-77\">");
                break;
            case "/api/login" or "/v1/login":
                await context.Response.WriteAsJsonAsync(new { token = "live-token-77", user = new { id = 77 }, session = new { token = "live-token-78" } });
                break;
            case "/api/users/77/orders" or "/v1/products":
                await context.Response.WriteAsJsonAsync(new { items = new[] { new { id = 501 }, new { id = 502 } } });
                break;
            default:
                await context.Response.WriteAsJsonAsync(new { });
                break;
        }
    }
}
