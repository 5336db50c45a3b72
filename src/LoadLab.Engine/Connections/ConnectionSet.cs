using System.Net.Http;
using LoadLab.Core.Runs;

namespace LoadLab.Engine.Connections;

/// <summary>The clients of a phase: one for all, or one for each virtual user, made when first asked for. Thread-safe.</summary>
internal sealed class ConnectionSet(PhasePlan phase, Uri baseAddress, TimeProvider time, CancellationToken cutOff) : IDisposable
{
    private readonly RequestDeadlines _deadlines = new(time, phase.RequestTimeout, cutOff);
    private readonly Lock _lock = new();
    private readonly List<HttpClient> _own = [];
    private HttpClient? _shared;
    private bool _disposed;

    public ConnectionCounter Counter { get; } = new();

    /// <summary>The client of a virtual user that has none yet.</summary>
    public HttpClient ClientForUser()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (phase.Connections == ConnectionPolicy.Shared)
            {
                return _shared ??= Create(phase.MaxVirtualUsers);
            }

            // A user that sends several requests at once gets as many connections as a browser: six to a host.
            var client = Create(6);
            _own.Add(client);
            return client;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _deadlines.Dispose();
            _shared?.Dispose();
            foreach (var client in _own)
            {
                client.Dispose();
            }
        }
    }

    private EngineHttpClient Create(int maxConnections) => new(EngineHandler.Create(Counter, Math.Max(1, maxConnections)), _deadlines)
    {
        BaseAddress = baseAddress,
        Timeout = phase.RequestTimeout,
    };
}
