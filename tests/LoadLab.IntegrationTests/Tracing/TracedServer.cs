using System.Collections.Concurrent;
using LoadLab.IntegrationTests.Engine;
using Microsoft.AspNetCore.Http;

namespace LoadLab.IntegrationTests.Tracing;

/// <summary>A server that notes the trace header of each request, its path, and the delay that it dialled for it. The path may ask for one: <c>/buy?delay=300</c>.</summary>
internal sealed class TracedServer : IAsyncDisposable
{
    /// <summary>By so much a timer of the runtime may end before its time: it goes by the coarse clock of the kernel, which ticks every 4 ms on many machines.</summary>
    public const int TimerMs = 5;

    private StubServer _stub = null!;

    public Uri Address => _stub.Address;

    /// <summary>Every request, in the order of their arrival.</summary>
    public ConcurrentQueue<(string? TraceParent, string Path, int DelayMs)> Seen { get; } = new();

    /// <summary>Those that carried the header, by their trace ids.</summary>
    public ILookup<string, (string Path, int DelayMs)> ByTraceId => Seen.Where(seen => seen.TraceParent is not null).ToLookup(seen => seen.TraceParent!.Split('-')[1], seen => (seen.Path, seen.DelayMs));

    public static async Task<TracedServer> StartAsync()
    {
        var server = new TracedServer();
        server._stub = await StubServer.StartAsync(server.AnswerAsync);
        return server;
    }

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var delay = int.TryParse(context.Request.Query["delay"], out var asked) ? asked : 0;
        var header = context.Request.Headers.TryGetValue("traceparent", out var given) ? given.ToString() : null;
        Seen.Enqueue((header, context.Request.Path, delay));
        if (delay > 0)
        {
            await Task.Delay(delay, context.RequestAborted);
        }

        await context.Response.WriteAsync("ok");
    }
}
