using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LoadLab.IntegrationTests.K6;

/// <summary>A server of WebSockets on Kestrel: it echoes, and does what a message asks it to.</summary>
internal sealed class SocketServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SocketServer(WebApplication app) => _app = app;

    /// <summary>Such as <c>ws://127.0.0.1:5000</c>.</summary>
    public string Address => _app.Urls.First().Replace("http://", "ws://", StringComparison.Ordinal);

    public static async Task<SocketServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();

        // With a timeout, its keep-alives are pings.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromMilliseconds(50), KeepAliveTimeout = TimeSpan.FromSeconds(30) });
        app.Run(AnswerAsync);
        await app.StartAsync();
        return new SocketServer(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/refuse" || !context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = 403;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault());
        if (context.Request.Path == "/hello")
        {
            await SendAsync(socket, $"{context.Request.Headers["X-Own"]}|{context.Request.Headers.Cookie}", WebSocketMessageType.Text);
        }

        var buffer = new byte[1 << 20];
        while (socket.State == WebSocketState.Open)
        {
            var filled = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(filled), context.RequestAborted);
                filled += part.Count;
            }
            while (!part.EndOfMessage);

            var text = part.MessageType == WebSocketMessageType.Text ? Encoding.UTF8.GetString(buffer, 0, filled) : "";
            switch (text)
            {
                case "close me":
                    await socket.CloseAsync((WebSocketCloseStatus)4321, "as you wish", context.RequestAborted);
                    break;
                case "drop me":
                    context.Abort();
                    return;
                default:
                    if (part.MessageType == WebSocketMessageType.Close)
                    {
                        await socket.CloseOutputAsync(socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, "", context.RequestAborted);
                    }
                    else
                    {
                        await socket.SendAsync(buffer.AsMemory(0, filled), part.MessageType, true, context.RequestAborted);
                    }

                    break;
            }
        }
    }

    private static Task SendAsync(WebSocket socket, string text, WebSocketMessageType type) => socket.SendAsync(Encoding.UTF8.GetBytes(text), type, true, CancellationToken.None);
}
