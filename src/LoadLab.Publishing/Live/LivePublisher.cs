using System.Diagnostics.Metrics;
using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace LoadLab.Publishing.Live;

/// <summary>
/// Publishes the figures of a run while it runs: pushed as OTLP, scraped by Prometheus, or both. Whatever the other side does, the run goes on; that it
/// cannot be reached at all is told before the load. Disposed when the run is over: a Prometheus that scraped is given the time to scrape once more.
/// </summary>
public sealed class LivePublisher : IRunObserver, IAsyncDisposable
{
    /// <summary>How long a Prometheus may take for its last scrape: the usual intervals are 15 s and less.</summary>
    internal static readonly TimeSpan LastScrape = TimeSpan.FromSeconds(20);

    /// <summary>Time between two exports.</summary>
    internal static readonly TimeSpan ExportEvery = TimeSpan.FromSeconds(5);

    private const int ExportTimeoutMilliseconds = 5000;

    /// <summary>Buckets of Prometheus' classic histograms in seconds, where the catalogue's limits are not among them already.</summary>
    private static readonly double[] Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly LiveFigures _figures;
    private readonly PublishTargets _targets;
    private readonly ExportWatch _watch;
    private readonly Action<string> _tell;
    private readonly TimeProvider _time;
    private readonly MeterProvider? _scraped;
    private MeterProvider? _pushed;

    private LivePublisher(PublishTargets targets, LiveFigures figures, MeterProvider? scraped, Action<string> tell, TimeProvider time) =>
        (_targets, _figures, _scraped, _tell, _time, _watch) = (targets, figures, scraped, tell, time, new ExportWatch(tell));

    /// <inheritdoc/>
    public IReadOnlyList<Finding> Findings => _watch.State is { Lost: > 0 } exports
        ? [.. _figures.Findings, new Finding(
            "live-otlp",
            FindingSeverity.Warning,
            FormattableString.Invariant($"{exports.Lost} of {exports.Sent} exports of live figures did not reach {_targets.Otlp}: {exports.Last}"),
            "all of them; the record is whole without them",
            "Look at the collector: what it has of this run has gaps.")]
        : _figures.Findings;

    /// <summary>Opens the endpoint and looks whether the collector is there.</summary>
    /// <param name="targets">Where to.</param>
    /// <param name="limitsMs">The response-time limits of the run's SLOs in ms: buckets end at them, so that a share within a limit can be read exactly.</param>
    /// <param name="environment">Reads a variable of the environment.</param>
    /// <param name="tell">Tells people something.</param>
    /// <param name="time">The time.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="LoadLabException">The port is taken, or the collector does not answer (104); with all faults.</exception>
    public static async Task<LivePublisher> StartAsync(
        PublishTargets targets, IReadOnlyList<double> limitsMs, Func<string, string?> environment, Action<string> tell, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(limitsMs);
        ArgumentNullException.ThrowIfNull(environment);
        var faults = new List<LoadLabException>();
        if (targets.Otlp is { } otlp)
        {
            try
            {
                await OtlpReach.CheckAsync(otlp, environment(OtlpReach.HeadersVariable), cancellationToken).ConfigureAwait(false);
            }
            catch (LoadLabException fault)
            {
                faults.Add(fault);
            }
        }

        var figures = new LiveFigures(limitsMs.Count == 0 ? 0 : limitsMs.Min());
        MeterProvider? scraped = null;
        try
        {
            scraped = targets.Listen is { } listen ? Listen(listen, figures.Instruments, limitsMs) : null;
        }
        catch (LoadLabException fault)
        {
            faults.Add(fault);
        }

        if (faults.Count > 0)
        {
            scraped?.Dispose();
            await figures.DisposeAsync().ConfigureAwait(false);
            throw new LoadLabException(ExitCode.BadConfiguration, [.. faults.SelectMany(fault => fault.Faults)], faults[0].Hint ?? "Nothing was started.");
        }

        if (targets.Listen is { } open)
        {
            tell($"Live figures for Prometheus: {open.Url}");
        }

        return new LivePublisher(targets, figures, scraped, tell, time);
    }

    /// <inheritdoc/>
    public void OnRunStarted(string runId, RunPlan plan)
    {
        _figures.OnRunStarted(runId, plan);
        _pushed = _targets.Otlp is { } otlp ? Push(otlp, runId) : null;
    }

    /// <inheritdoc/>
    public void OnSecond(LoadSecond second) => _figures.OnSecond(second);

    /// <inheritdoc/>
    public void OnHealth(HealthSecond second) => _figures.OnHealth(second);

    /// <inheritdoc/>
    public void OnProbe(Measure measure, ProbePoint point) => _figures.OnProbe(measure, point);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _figures.DrainAsync().ConfigureAwait(false);
        _pushed?.ForceFlush(ExportTimeoutMilliseconds);
        if (_figures.Instruments.Scrapes is > 0 and var before)
        {
            await LetScrapeAsync(before).ConfigureAwait(false);
        }

        _pushed?.Dispose();
        _scraped?.Dispose();
        _watch.Dispose();
        await _figures.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Counters that vanish between two scrapes take the run's last seconds with them.</summary>
    private async Task LetScrapeAsync(long before)
    {
        _tell(FormattableString.Invariant($"Prometheus may scrape the last figures, for at most {LastScrape.TotalSeconds:0} s."));
        var since = _time.GetTimestamp();
        while (_figures.Instruments.Scrapes == before && _time.GetElapsedTime(since) < LastScrape)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), _time).ConfigureAwait(false);
        }

        // It was collected; the answer is still on its way.
        await Task.Delay(TimeSpan.FromSeconds(1), _time).ConfigureAwait(false);
    }

    private static MeterProvider Listen(ListenAddress listen, LiveInstruments instruments, IReadOnlyList<double> limitsMs)
    {
        double[] bounds = [.. Buckets.Concat(limitsMs.Select(limit => limit / 1000)).Where(bound => bound > 0).Distinct().Order()];
        try
        {
            return OpenTelemetry.Sdk.CreateMeterProviderBuilder()
                .ConfigureResource(resource => resource.Clear().AddService("loadlab", autoGenerateServiceInstanceId: false))
                .AddMeter(LiveInstruments.MeterName, LiveInstruments.ScrapeMeterName)
                .AddView(instrument => View(instrument, instruments, () => new ExplicitBucketHistogramConfiguration { Boundaries = bounds }))
                .AddPrometheusHttpListener(options =>
                {
                    (options.Host, options.Port) = (listen.Host, listen.Port);
                    if (listen.Host == ListenAddress.DefaultHost)
                    {
                        // It answers by the name that it is asked by, and this machine has two.
                        options.ConfigureHttpListener = (_, listener) => listener.Prefixes.Add(FormattableString.Invariant($"http://localhost:{listen.Port}/metrics/"));
                    }

                    options.ScopeInfoEnabled = false;
                    options.ScrapeResponseCacheDurationMilliseconds = 0;
                })
                .Build();
        }
        catch (Exception fault) when (fault is System.Net.HttpListenerException or System.Net.Sockets.SocketException or InvalidOperationException)
        {
            var cause = (fault as InvalidOperationException)?.InnerException ?? fault;
            throw new LoadLabException(
                ExitCode.BadConfiguration, $"--prometheus-listen: this machine cannot listen at {listen.Url}: {cause.Message}", "Nothing was started. Give a free port, and a host that is an address of this machine.", fault);
        }
    }

    private MeterProvider Push(Uri otlp, string runId) => OpenTelemetry.Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => resource.Clear().AddService("loadlab", serviceInstanceId: runId))
        .AddMeter(LiveInstruments.MeterName)
        .AddView(instrument => View(instrument, _figures.Instruments, () => new Base2ExponentialBucketHistogramConfiguration()))
        .AddOtlpExporter((exporter, reader) =>
        {
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
            exporter.Endpoint = otlp;
            exporter.TimeoutMilliseconds = ExportTimeoutMilliseconds;
            exporter.HttpClientFactory = () => new HttpClient(_watch, disposeHandler: false) { Timeout = TimeSpan.FromMilliseconds(ExportTimeoutMilliseconds) };
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)ExportEvery.TotalMilliseconds;
            reader.PeriodicExportingMetricReaderOptions.ExportTimeoutMilliseconds = ExportTimeoutMilliseconds;
        })
        .Build();

    /// <summary>Instruments of other runs in this process are left out, and the library's own bound of series lies above ours.</summary>
    private static MetricStreamConfiguration View(Instrument instrument, LiveInstruments instruments, Func<MetricStreamConfiguration> histogram)
    {
        if (!instruments.Has(instrument))
        {
            return MetricStreamConfiguration.Drop;
        }

        var view = instrument is Histogram<double> ? histogram() : new MetricStreamConfiguration();
        view.CardinalityLimit = 20 * (LiveFigures.MostSteps + 1) * (LiveFigures.MostPhases + 1);
        return view;
    }
}
