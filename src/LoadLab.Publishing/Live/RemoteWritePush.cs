using System.Net;
using LoadLab.Publishing.RemoteWrite;
using OpenTelemetry.Metrics;

namespace LoadLab.Publishing.Live;

/// <summary>Pushes to what takes Prometheus' remote write; histograms have classic buckets, which every receiver takes.</summary>
/// <param name="address">Its address.</param>
/// <param name="headers">What the variable of headers holds; null for nothing.</param>
/// <param name="time">The time.</param>
internal sealed class RemoteWritePush(Uri address, string? headers, TimeProvider time) : IPush
{
    public const string Option = "--prometheus-remote-write";

    private readonly IReadOnlyList<KeyValuePair<string, string>> _headers = HeaderVariable.Read(headers);

    public Uri Address => address;

    public string Check => "live-remote-write";

    public HistogramConfiguration Histogram(IReadOnlyList<double> bounds) => new ExplicitBucketHistogramConfiguration { Boundaries = [.. bounds] };

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        using var request = RemoteWriteBody.Request(address, _headers, []);
        await Reach.CheckAsync(Option, request, Hint, cancellationToken).ConfigureAwait(false);
    }

    public MeterProviderBuilder AddTo(MeterProviderBuilder builder, string runId, Func<HttpClient> client) => builder.AddReader(new PeriodicExportingMetricReader(
        new RemoteWriteExporter(client(), address, _headers, runId, time), (int)PushedFigures.Every.TotalMilliseconds, PushedFigures.TimeoutMilliseconds));

    private static string Hint(HttpStatusCode? status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"Nothing was started. Put its token into the variable {HeaderVariable.RemoteWrite}, as authorization=Bearer%20TOKEN.",
        HttpStatusCode.NotFound => "Nothing was started. Give the whole path, in Prometheus /api/v1/write; Prometheus takes it when it was started with --web.enable-remote-write-receiver.",
        _ => $"Nothing was started. Start the receiver, correct the address, or leave {Option} out.",
    };
}
