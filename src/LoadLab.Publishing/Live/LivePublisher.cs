using System.Diagnostics.Metrics;
using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace LoadLab.Publishing.Live;

/// <summary>
/// Publishes the figures of a run while it runs: pushed, scraped by Prometheus, or both. Whatever the other side does, the run goes on; that it cannot be
/// reached at all is told before the load. Disposed when the run is over: a Prometheus that scraped is given the time to scrape once more.
/// </summary>
public sealed class LivePublisher : IRunObserver, IAsyncDisposable
{
    /// <summary>How long a Prometheus may take for its last scrape: the usual intervals are 15 s and less.</summary>
    internal static readonly TimeSpan LastScrape = TimeSpan.FromSeconds(20);

    private readonly LiveFigures _figures;
    private readonly IReadOnlyList<IPush> _pushes;
    private readonly IReadOnlyList<double> _bounds;
    private readonly Action<string> _tell;
    private readonly TimeProvider _time;
    private readonly MeterProvider? _scraped;
    private readonly Lazy<bool> _flushed;
    private IReadOnlyList<PushedFigures> _pushed = [];

    private LivePublisher(IReadOnlyList<IPush> pushes, LiveFigures figures, MeterProvider? scraped, IReadOnlyList<double> bounds, Action<string> tell, TimeProvider time)
    {
        (_pushes, _figures, _scraped, _bounds, _tell, _time) = (pushes, figures, scraped, bounds, tell, time);
        _flushed = new Lazy<bool>(Flush);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Finding> Findings
    {
        get
        {
            // Asked for when the load has ended: only now are its last figures there, and whether they arrive is a finding too.
            var findings = _figures.Findings;
            return _flushed.Value ? [.. findings, .. _pushed.Select(pushed => pushed.Finding).OfType<Finding>()] : findings;
        }
    }

    /// <summary>Opens the endpoint and looks whether the receivers are there.</summary>
    /// <param name="targets">Where to.</param>
    /// <param name="limitsMs">The response-time limits of the run's SLOs in ms: buckets end at them, so that a share within a limit can be read exactly.</param>
    /// <param name="environment">Reads a variable of the environment.</param>
    /// <param name="tell">Tells people something.</param>
    /// <param name="time">The time.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="LoadLabException">The port is taken, or a receiver does not answer (104); with all faults.</exception>
    public static async Task<LivePublisher> StartAsync(
        PublishTargets targets, IReadOnlyList<double> limitsMs, Func<string, string?> environment, Action<string> tell, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(limitsMs);
        ArgumentNullException.ThrowIfNull(environment);
        var pushes = new List<IPush>();
        if (targets.Otlp is { } otlp)
        {
            pushes.Add(new OtlpPush(otlp, environment(HeaderVariable.Otlp)));
        }

        if (targets.RemoteWrite is { } write)
        {
            pushes.Add(new RemoteWritePush(write, environment(HeaderVariable.RemoteWrite), time));
        }

        var faults = new List<LoadLabException>();
        foreach (var push in pushes)
        {
            try
            {
                await push.CheckAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (LoadLabException fault)
            {
                faults.Add(fault);
            }
        }

        var bounds = LiveBuckets.Of(limitsMs);
        var figures = new LiveFigures(limitsMs.Count == 0 ? 0 : limitsMs.Min());
        MeterProvider? scraped = null;
        try
        {
            scraped = targets.Listen is { } listen ? Listen(listen, figures.Instruments, bounds) : null;
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

        return new LivePublisher(pushes, figures, scraped, bounds, tell, time);
    }

    /// <inheritdoc/>
    public void OnRunStarted(string runId, RunPlan plan)
    {
        _figures.OnRunStarted(runId, plan);
        _pushed = [.. _pushes.Select(push => new PushedFigures(push, runId, (instrument, histogram) => View(instrument, _figures.Instruments, histogram), _bounds, _tell))];
    }

    /// <inheritdoc/>
    public void OnSecond(LoadSecond second) => _figures.OnSecond(second);

    /// <inheritdoc/>
    public void OnHealth(HealthSecond second) => _figures.OnHealth(second);

    /// <inheritdoc/>
    public void OnProbe(Measure measure, ProbePoint point) => _figures.OnProbe(measure, point);

    /// <inheritdoc/>
    public void OnLoadEnded(RunOutcome outcome) => _figures.OnLoadEnded(outcome);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _figures.DrainAsync().ConfigureAwait(false);
        _ = _flushed.Value;
        if (_figures.Instruments.Scrapes is > 0 and var before)
        {
            await LetScrapeAsync(before).ConfigureAwait(false);
        }

        foreach (var pushed in _pushed)
        {
            pushed.Dispose();
        }

        _scraped?.Dispose();
        await _figures.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Sends the last figures, to all receivers at once: one that hangs takes its whole time.</summary>
    private bool Flush()
    {
        if (_pushed.Any(pushed => pushed.HasLost))
        {
            _tell(FormattableString.Invariant($"A receiver of live figures may take the last ones, for at most {2 * PushedFigures.TimeoutMilliseconds / 1000} s."));
        }

        Task.WaitAll([.. _pushed.Select(pushed => Task.Run(pushed.Flush))]);
        return true;
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

    private static MeterProvider Listen(ListenAddress listen, LiveInstruments instruments, double[] bounds)
    {
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
