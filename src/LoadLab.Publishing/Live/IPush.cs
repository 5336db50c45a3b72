using OpenTelemetry.Metrics;

namespace LoadLab.Publishing.Live;

/// <summary>A way to push figures while a run runs.</summary>
internal interface IPush
{
    /// <summary>Where to.</summary>
    Uri Address { get; }

    /// <summary>Name of the finding about what was lost.</summary>
    string Check { get; }

    /// <summary>How its histograms are kept.</summary>
    /// <param name="bounds">Upper bounds of classic buckets, in seconds.</param>
    HistogramConfiguration Histogram(IReadOnlyList<double> bounds);

    /// <summary>Finds out whether who takes them is there.</summary>
    /// <exception cref="Core.LoadLabException">It is not, or takes none (104).</exception>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>Adds its exporter.</summary>
    /// <param name="builder">To what.</param>
    /// <param name="runId">Which run it is.</param>
    /// <param name="client">Makes the client that notes what is lost.</param>
    MeterProviderBuilder AddTo(MeterProviderBuilder builder, string runId, Func<HttpClient> client);
}
