using System.Net;
using LoadLab.Core;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace LoadLab.Publishing.Live;

/// <summary>Pushes OTLP over HTTP to a collector; histograms are exponential.</summary>
/// <param name="address">Its address.</param>
/// <param name="headers">What the variable of headers holds; null for nothing.</param>
internal sealed class OtlpPush(Uri address, string? headers) : IPush
{
    public const string Option = "--otlp";

    public Uri Address => address;

    public string Check => "live-otlp";

    public HistogramConfiguration Histogram(IReadOnlyList<double> bounds) => new Base2ExponentialBucketHistogramConfiguration();

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        // Every collector answers an export without metrics with 200.
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent([]) };
        request.Content.Headers.ContentType = new("application/x-protobuf");
        foreach (var (name, value) in HeaderVariable.Read(headers))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        await Reach.CheckAsync(Option, request, Hint, cancellationToken).ConfigureAwait(false);
    }

    public MeterProviderBuilder AddTo(MeterProviderBuilder builder, string runId, Func<HttpClient> client) => builder.AddOtlpExporter((exporter, reader) =>
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = address;
        exporter.TimeoutMilliseconds = PushedFigures.TimeoutMilliseconds;
        exporter.HttpClientFactory = client;
        reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)PushedFigures.Every.TotalMilliseconds;
        reader.PeriodicExportingMetricReaderOptions.ExportTimeoutMilliseconds = PushedFigures.TimeoutMilliseconds;
    });

    private string Hint(HttpStatusCode? status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"Nothing was started. Put its token into the variable {HeaderVariable.Otlp}, as authorization=Bearer%20TOKEN.",
        HttpStatusCode.NotFound => "Nothing was started. Give the whole path: a collector takes /v1/metrics, Prometheus /api/v1/otlp/v1/metrics when it was started with its OTLP receiver.",
        _ when address.Port == 4317 => "Nothing was started. Port 4317 is usually OTLP over gRPC, which is not spoken; OTLP over HTTP is usually at 4318.",
        _ => "Nothing was started. Start the collector, correct the address, or leave --otlp out.",
    };
}
