using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using LoadLab.Core.Measurement;

namespace LoadLab.Publishing.Live;

/// <summary>What gauges show: written by one thread, read by those that export. Each value is replaced as a whole.</summary>
internal sealed class LiveState
{
    /// <summary>Virtual users by phase.</summary>
    public ImmutableDictionary<string, int> Users { get; set; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Iterations in flight by phase.</summary>
    public ImmutableDictionary<string, double> InFlight { get; set; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>Phases that were seen, and whether each one's load is measured now.</summary>
    public ImmutableDictionary<string, bool> Phases { get; set; } = ImmutableDictionary<string, bool>.Empty;

    /// <summary>The last sample of each measure.</summary>
    public ImmutableDictionary<string, (double Value, string Unit)> Probes { get; set; } = ImmutableDictionary<string, (double Value, string Unit)>.Empty;

    /// <summary>The checks, and whether each holds so far.</summary>
    public IReadOnlyList<(string Check, bool Holds)> Validity { get; set; } = [];

    /// <summary>The generator's last second; null before the first.</summary>
    public HealthSecond? Health { get; set; }

    /// <summary>The last second that was taken in; null before the first.</summary>
    public int? Second { get; set; }

    /// <summary>The run; null before it began.</summary>
    public LiveRun? Run { get; set; }

    /// <summary>A figure of the generator; none where there is no number.</summary>
    public IEnumerable<Measurement<double>> Of(Func<HealthSecond, double> figure) =>
        Health is { } health && figure(health) is var value && double.IsFinite(value) ? [new Measurement<double>(value)] : [];
}

/// <summary>Which run it is.</summary>
internal sealed record LiveRun(string RunId, string Suite);
