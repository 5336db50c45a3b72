using System.Net;
using LoadLab.Engine.Connections;
using LoadLab.Engine.Http2;
using LoadLab.Engine.Messages;
using LoadLab.Sdk;

namespace LoadLab.Engine.Http;

/// <summary>The scenario behind <c>loadlab http</c>: one request an iteration. HTTP/1.1 goes over connections of our own, HTTP/2 over .NET's.</summary>
public sealed class HttpScenario : IDisposable
{
    /// <summary>Name of the scenario.</summary>
    public const string Name = "http";

    private readonly HttpTarget _target;
    private readonly byte[] _request;
    private readonly TimeProvider _time;
    private readonly ConnectionCounter _counter = new();
    private readonly HttpErrorBodies _errors;
    private readonly List<HttpConnection> _connections = [];
    private readonly EndPoint _endPoint;
    private readonly ITimer _sweeper;
    private readonly Http2Requests? _http2;

    /// <summary>A scenario for one target.</summary>
    public HttpScenario(HttpTarget target, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(time);
        _target = target;
        _time = time;
        _request = target.ToBytes();
        _errors = new HttpErrorBodies(target.Accepted);
        _endPoint = PoolKey.EndPointOf(target.Address);
        _http2 = target.Http2 ? new Http2Requests(target, _errors, _counter, time) : null;
        var period = TimeSpan.FromMilliseconds(Math.Clamp(target.Timeout.TotalMilliseconds / 20, 5, 500));
        _sweeper = time.CreateTimer(_ => Sweep(), null, period, period);
        Props = Scenario.Create(Name, context => RunAsync(context).AsTask()) with { RunValue = RunAsync };
    }

    /// <summary>The scenario.</summary>
    public ScenarioProps Props { get; }

    /// <summary>Connections and requests so far.</summary>
    public Core.Measurement.ConnectionCounts Counts
    {
        get
        {
            lock (_connections)
            {
                return _counter.Counts with { Requests = _counter.Counts.Requests + _connections.Sum(connection => connection.Requests) };
            }
        }
    }

    /// <summary>Closes all connections.</summary>
    public void Dispose()
    {
        _sweeper.Dispose();
        _http2?.Dispose();
        lock (_connections)
        {
            _connections.ForEach(connection => connection.Dispose());
        }
    }

    private ValueTask<IResponse> RunAsync(IScenarioContext context) => _http2 is null
        ? context.UserState(Connect).SendAsync(context.CancellationToken)
        : _http2.SendAsync(context.CancellationToken);

    private HttpConnection Connect()
    {
        var connection = new HttpConnection(_target, _request, _endPoint, _counter, _errors, _time);
        lock (_connections)
        {
            _connections.Add(connection);
        }

        return connection;
    }

    private void Sweep()
    {
        var now = _time.GetTimestamp();
        lock (_connections)
        {
            foreach (var connection in _connections)
            {
                connection.CheckTimeout(now);
            }
        }
    }
}
