using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using LoadLab.Core.Runs;

namespace LoadLab.K6.Metrics;

/// <summary>All metrics of a script: those that k6 has for every script, and its own. Thread-safe.</summary>
internal sealed partial class MetricTable
{
    /// <summary>Most metrics of a script's own.</summary>
    public const int Limit = 10_000;

    private readonly ConcurrentDictionary<string, Metric> _metrics = new(StringComparer.Ordinal);

    private readonly Lock _gate = new();
    private readonly ConcurrentBag<SampleBuffer> _buffers = [];
    private readonly Lazy<SocketMetrics> _sockets;
    private readonly Lazy<GrpcMetrics> _grpc;

    public MetricTable()
    {
        _sockets = new(() => new SocketMetrics(
            BuiltIn("ws_sessions", MetricKind.Counter),
            BuiltIn("ws_connecting", MetricKind.Trend, "time"),
            BuiltIn("ws_session_duration", MetricKind.Trend, "time"),
            BuiltIn("ws_msgs_sent", MetricKind.Counter),
            BuiltIn("ws_msgs_received", MetricKind.Counter),
            BuiltIn("ws_ping", MetricKind.Trend, "time")));
        _grpc = new(() => new GrpcMetrics(
            BuiltIn("grpc_req_duration", MetricKind.Trend, "time"),
            BuiltIn("grpc_streams", MetricKind.Counter),
            BuiltIn("grpc_streams_msgs_sent", MetricKind.Counter),
            BuiltIn("grpc_streams_msgs_received", MetricKind.Counter)));
        Requests = BuiltIn("http_reqs", MetricKind.Counter);
        Failed = BuiltIn("http_req_failed", MetricKind.Rate);
        Duration = BuiltIn("http_req_duration", MetricKind.Trend, "time");
        Duration.AddPart("{expected_response:true}");
        Blocked = BuiltIn("http_req_blocked", MetricKind.Trend, "time");
        Connecting = BuiltIn("http_req_connecting", MetricKind.Trend, "time");
        TlsHandshaking = BuiltIn("http_req_tls_handshaking", MetricKind.Trend, "time");
        Sending = BuiltIn("http_req_sending", MetricKind.Trend, "time");
        Waiting = BuiltIn("http_req_waiting", MetricKind.Trend, "time");
        Receiving = BuiltIn("http_req_receiving", MetricKind.Trend, "time");
        DataReceived = BuiltIn("data_received", MetricKind.Counter, "data");
        DataSent = BuiltIn("data_sent", MetricKind.Counter, "data");
        Checks = BuiltIn("checks", MetricKind.Rate);
        GroupDuration = BuiltIn("group_duration", MetricKind.Trend, "time");
        Iterations = BuiltIn("iterations", MetricKind.Counter);
        IterationDuration = BuiltIn("iteration_duration", MetricKind.Trend, "time");
        Dropped = BuiltIn("dropped_iterations", MetricKind.Counter);
        Users = BuiltIn("vus", MetricKind.Gauge);
        UsersMax = BuiltIn("vus_max", MetricKind.Gauge);
    }

    public Metric Requests { get; }

    public Metric Failed { get; }

    public Metric Duration { get; }

    public Metric Blocked { get; }

    public Metric Connecting { get; }

    public Metric TlsHandshaking { get; }

    public Metric Sending { get; }

    public Metric Waiting { get; }

    public Metric Receiving { get; }

    public Metric DataReceived { get; }

    public Metric DataSent { get; }

    public Metric Checks { get; }

    public Metric GroupDuration { get; }

    public Metric Iterations { get; }

    public Metric IterationDuration { get; }

    public Metric Dropped { get; }

    /// <summary>Those of WebSockets, which are there once a script imports them.</summary>
    public SocketMetrics Sockets => _sockets.Value;

    /// <summary>Those of gRPC, which are there once a script imports it.</summary>
    public GrpcMetrics Grpc => _grpc.Value;

    /// <summary>Virtual users that have an iteration to run.</summary>
    public Metric Users { get; }

    /// <summary>Virtual users that were made.</summary>
    public Metric UsersMax { get; }

    public CheckTable AllChecks { get; } = new();

    public IEnumerable<string> Names => _metrics.Keys.Order(StringComparer.Ordinal);

    /// <summary>Adds the sub-metrics among some names, such as <c>http_req_duration{scenario:rate}</c>.</summary>
    public void AddParts(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (name.IndexOf('{', StringComparison.Ordinal) is > 0 and var brace)
            {
                Find(name[..brace])?.AddPart(name[brace..]);
            }
        }
    }

    public Metric? Find(string name) => _metrics.GetValueOrDefault(name);

    /// <summary>A metric of the script's own. Each virtual user declares it anew.</summary>
    /// <returns>Null, and what is wrong with it, when it cannot be.</returns>
    public (Metric? Metric, string Fault) Declare(string name, MetricKind kind, bool isTime)
    {
        if (!MetricName().IsMatch(name))
        {
            return (null, $"'{name}' is not a metric's name. Use 1 to 128 ASCII letters, digits and '_', with a letter or '_' first.");
        }

        if (_metrics.Count >= Limit && !_metrics.ContainsKey(name))
        {
            return (null, FormattableString.Invariant($"There are more than {Limit:#,0} metrics. Give metrics fixed names, and what varies as tags."));
        }

        var metric = _metrics.GetOrAdd(name, _ => new Metric(name, kind, isTime ? "time" : "default", _gate) { Own = OwnOf(name, kind, isTime) });
        return metric.Kind == kind && (kind != MetricKind.Trend || metric.IsTime == isTime) ? (metric, "")
            : (null, $"The metric '{name}' is there already, as a {metric.Kind}{(metric.IsTime ? " of times" : "")}.");
    }

    /// <summary>The script's own, as metrics of scenarios.</summary>
    public IEnumerable<LoadLab.Sdk.Metric> Own => _metrics.Values.Select(metric => metric.Own).OfType<LoadLab.Sdk.Metric>().OrderBy(metric => metric.Name, StringComparer.Ordinal);

    /// <summary>Where the samples of one virtual user wait. What waits counts in <see cref="ToResults"/>.</summary>
    public SampleBuffer NewBuffer()
    {
        var buffer = new SampleBuffer(_gate);
        _buffers.Add(buffer);
        return buffer;
    }

    /// <summary>What all came to.</summary>
    /// <param name="statistics">What trends are asked for.</param>
    /// <param name="seconds">How long the test lasted.</param>
    public ScriptResults ToResults(IReadOnlyList<string> statistics, double seconds)
    {
        foreach (var buffer in _buffers)
        {
            buffer.Flush();
        }

        return new([.. _metrics.Values.SelectMany(metric => metric.ToResults(statistics, seconds)).OrderBy(metric => metric.Name, StringComparer.Ordinal)], AllChecks.ToResults());
    }

    private static LoadLab.Sdk.Metric OwnOf(string name, MetricKind kind, bool isTime) => kind switch
    {
        MetricKind.Counter => LoadLab.Sdk.Metric.CreateCounter(name, isTime ? "ms" : ""),
        MetricKind.Gauge => LoadLab.Sdk.Metric.CreateGauge(name, isTime ? "ms" : ""),
        MetricKind.Rate => LoadLab.Sdk.Metric.CreateRate(name),
        _ => LoadLab.Sdk.Metric.CreateTrend(name, isTime ? "ms" : ""),
    };

    private Metric BuiltIn(string name, MetricKind kind, string contains = "default") => _metrics[name] = new Metric(name, kind, contains, _gate);

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]{0,127}$", RegexOptions.CultureInvariant)]
    private static partial Regex MetricName();
}
