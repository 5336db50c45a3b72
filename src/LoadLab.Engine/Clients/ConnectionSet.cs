using System.Net.Http;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Engine.Connections;
using LoadLab.Engine.Tracing;

namespace LoadLab.Engine.Clients;

/// <summary>
/// The clients of a phase: one for all, or one for each virtual user, made when first asked for. Where the target has several instances,
/// users take turns: each keeps to one, and no two instances differ by more than one user. Thread-safe.
/// </summary>
internal sealed class ConnectionSet(PhasePlan phase, IReadOnlyList<Uri> instances, TimeProvider time, CancellationToken cutOff, IIterationTrace? trace = null) : IDisposable
{
    private readonly RequestDeadlines _deadlines = new(time, phase.RequestTimeout, cutOff);
    private readonly ResolvedAddresses _addresses = new();
    private readonly Lock _lock = new();
    private readonly List<HttpClient> _own = [];
    private readonly HttpClient?[] _shared = new HttpClient?[instances.Count];
    private int _users;
    private bool _disposed;

    public ConnectionCounter Counter { get; } = new();

    /// <summary>The client of a virtual user that has none yet.</summary>
    /// <param name="source">Chooses the requests that are sampled for tracing; null for none.</param>
    public HttpClient ClientForUser(ITraceSource? source = null)
    {
        var client = Take();
        return source is not null && client is EngineHttpClient engine ? new SampledHttpClient(engine, source) : client;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _deadlines.Dispose();
            foreach (var client in _shared.Concat(_own))
            {
                client?.Dispose();
            }
        }
    }

    private HttpClient Take()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var instance = _users++ % instances.Count;
            if (phase.Connections == ConnectionPolicy.Shared)
            {
                return _shared[instance] ??= Create(phase.MaxVirtualUsers, instances[instance]);
            }

            // A user that sends several requests at once gets as many connections as a browser: six to a host.
            var client = Create(6, instances[instance]);
            _own.Add(client);
            return client;
        }
    }

    private HttpClient Create(int maxConnections, Uri baseAddress)
    {
        var handler = EngineHandler.Create(Counter, time, Math.Max(1, maxConnections), mayResend: phase.Resend == ResendPolicy.Idempotent);
        var client = new EngineHttpClient(handler, _deadlines, _addresses) { BaseAddress = baseAddress, Timeout = phase.RequestTimeout };
        return trace is null ? client : TracedHttpClient.Of(handler, client, trace, time);
    }
}
