using LoadLab.Core.Measurement;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace LoadLab.Publishing.Live;

/// <summary>
/// The figures of one run on their way to one receiver, on the exporter's own thread: a receiver that is slow, hangs or is gone costs the load nothing. What
/// did not arrive is noted.
/// </summary>
internal sealed class PushedFigures : IDisposable
{
    /// <summary>Time between two exports.</summary>
    internal static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>How long a receiver may take for one.</summary>
    internal const int TimeoutMilliseconds = 5000;

    private readonly IPush _push;
    private readonly ExportWatch _watch;
    private readonly MeterProvider _provider;

    /// <summary>Begins to push.</summary>
    /// <param name="push">Where to, and how.</param>
    /// <param name="runId">Which run it is.</param>
    /// <param name="view">Makes the view of an instrument from how histograms are kept.</param>
    /// <param name="bounds">Upper bounds of classic buckets, in seconds.</param>
    /// <param name="warn">Tells people that something is lost, when it first is.</param>
    public PushedFigures(IPush push, string runId, Func<System.Diagnostics.Metrics.Instrument, Func<MetricStreamConfiguration>, MetricStreamConfiguration> view, IReadOnlyList<double> bounds, Action<string> warn)
    {
        _push = push;
        _watch = new ExportWatch(warn);
        var builder = OpenTelemetry.Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.Clear().AddService("loadlab", serviceInstanceId: runId))
            .AddMeter(LiveInstruments.MeterName)
            .AddView(instrument => view(instrument, () => push.Histogram(bounds)));
        _provider = push.AddTo(builder, runId, () => new HttpClient(_watch, disposeHandler: false) { Timeout = TimeSpan.FromMilliseconds(TimeoutMilliseconds) }).Build();
    }

    /// <summary>What did not arrive; null when all did.</summary>
    public Finding? Finding => _watch.State is { Lost: > 0 } exports
        ? new Finding(
            _push.Check,
            FindingSeverity.Warning,
            FormattableString.Invariant($"{exports.Lost} of {exports.Sent} exports of live figures did not reach {_push.Address}{(exports.IsLastLost ? ", the last one among them, which says what the run came to" : "")}: {exports.Last}"),
            "all of them; the record is whole without them",
            "Look at the receiver: what it has of this run has gaps.")
        : null;

    /// <summary>True when something was lost already.</summary>
    public bool HasLost => _watch.State.Lost > 0;

    /// <summary>Sends what there is, and waits for it.</summary>
    public void Flush() => _provider.ForceFlush(2 * TimeoutMilliseconds);

    public void Dispose()
    {
        _provider.Dispose();
        _watch.Dispose();
    }
}
