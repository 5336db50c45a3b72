using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadLab.IntegrationTests.Engine;

/// <summary>A target whose delay and answers a test dials, and which notes when requests arrive.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubServer(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>What each request does.</summary>
    public Func<HttpContext, Task> Handle { get; set; } = _ => Task.CompletedTask;

    /// <summary>Time stamps of arrivals.</summary>
    public ConcurrentQueue<long> Arrivals { get; } = new();

    public static async Task<StubServer> StartAsync(Func<HttpContext, Task>? handle = null, HttpProtocols? protocols = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (protocols is { } only)
        {
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = only));
        }

        var app = builder.Build();
        var server = new StubServer(app);
        server.Handle = handle ?? server.Handle;
        app.Run(context =>
        {
            server.Arrivals.Enqueue(Stopwatch.GetTimestamp());
            return server.Handle(context);
        });
        await app.StartAsync();
        server.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
