using System.Net;
using LoadLab.Engine.Connections;
using LoadLab.Engine.Http2;
using LoadLab.Engine.Messages;
using LoadLab.Engine.Tracing;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Engine.Http;

/// <summary>The scenario behind <c>loadlab http</c>: one request an iteration. HTTP/1.1 goes over connections of our own, HTTP/2 over .NET's.</summary>
public sealed class HttpScenario : IDisposable
{
    /// <summary>Name of the scenario.</summary>
    public const string Name = "http";

    private readonly HttpTarget _target;
    private readonly PreparedRequest _request;
    private readonly RequestMix? _mix;
    private readonly HttpParts _parts;
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
        _request = new PreparedRequest(target);
        _mix = target.Mix.Count > 0 ? new RequestMix(target.Mix) : null;
        _parts = new HttpParts(time);
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

    /// <summary>What the time of its requests went to. When nothing is sent any more.</summary>
    public IReadOnlyList<Core.Runs.RequestPart> Parts
    {
        get
        {
            lock (_connections)
            {
                return _parts.ToParts(_connections);
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

    private ValueTask<IResponse> RunAsync(IScenarioContext context) => _mix is { } mix ? RunAsync(mix, context)
        : _http2 is null ? SendAsync(context.UserState(Connect), _request, context)
        : TraceOf(_request, context) is { } trace ? OwnTrace.FollowAsync(trace, _http2.SendAsync(context.CancellationToken, trace.Header))
        : _http2.SendAsync(context.CancellationToken);

    private static ValueTask<IResponse> SendAsync(HttpConnection connection, PreparedRequest request, IScenarioContext context) => TraceOf(request, context) is { } trace
        ? OwnTrace.FollowAsync(trace, connection.SendAsync(request.In(trace), context.CancellationToken))
        : connection.SendAsync(request, context.CancellationToken);

    private static RequestTrace? TraceOf(PreparedRequest request, IScenarioContext context) => context is ITraceSource { IsSampling: true } source ? request.OwnTrace.Begin(source) : null;

    /// <summary>One of several requests, as a step. Each user keeps a connection to each server.</summary>
    private async ValueTask<IResponse> RunAsync(RequestMix mix, IScenarioContext context)
    {
        var (step, origin, request) = mix.Requests[mix.Choose(context.Random.NextDouble())];
        var connections = context.UserState(() => new HttpConnection?[mix.Origins.Count]);
        var connection = connections[origin] ??= Connect(mix.Origins[origin], PoolKey.EndPointOf(mix.Origins[origin].Address));
        var sink = (IStepSink)context;
        var mark = sink.StepStarted(step);
        var response = await SendAsync(connection, request, context).ConfigureAwait(false);
        sink.StepEnded(mark, response);
        return response;
    }

    private HttpConnection Connect() => Connect(_target, _endPoint);

    private HttpConnection Connect(HttpTarget target, EndPoint endPoint)
    {
        var connection = new HttpConnection(target, endPoint, _counter, _errors, _parts, _time);
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
