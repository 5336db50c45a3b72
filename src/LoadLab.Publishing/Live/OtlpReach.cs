using System.Net;
using LoadLab.Core;

namespace LoadLab.Publishing.Live;

/// <summary>Finds out, before any load, whether a collector takes OTLP: it is sent a request without metrics, which every collector answers with 200.</summary>
internal static class OtlpReach
{
    /// <summary>OpenTelemetry's own variable for headers: the exporter reads it too.</summary>
    public const string HeadersVariable = "OTEL_EXPORTER_OTLP_HEADERS";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="LoadLabException">It cannot be reached, or does not take metrics (104).</exception>
    public static async Task CheckAsync(Uri address, string? headers, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = Patience };
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent([]) };
        request.Content.Headers.ContentType = new("application/x-protobuf");
        foreach (var pair in (headers ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
            {
                request.Headers.TryAddWithoutValidation(pair[..at].Trim(), Uri.UnescapeDataString(pair[(at + 1)..].Trim()));
            }
        }

        try
        {
            using var answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
            {
                throw Fault(address, FormattableString.Invariant($"answered {(int)answer.StatusCode} to an empty request of metrics"), Hint(address, answer.StatusCode));
            }
        }
        catch (HttpRequestException fault)
        {
            throw Fault(address, $"cannot be reached: {fault.Message}", Hint(address, null));
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Fault(address, FormattableString.Invariant($"did not answer within {Patience.TotalSeconds:0} s"), Hint(address, null));
        }
    }

    private static string Hint(Uri address, HttpStatusCode? status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"Nothing was started. Put its token into the variable {HeadersVariable}, as authorization=Bearer%20TOKEN.",
        HttpStatusCode.NotFound => "Nothing was started. Give the whole path: a collector takes /v1/metrics, Prometheus /api/v1/otlp/v1/metrics when it was started with its OTLP receiver.",
        _ when address.Port == 4317 => "Nothing was started. Port 4317 is usually OTLP over gRPC, which is not spoken; OTLP over HTTP is usually at 4318.",
        _ => "Nothing was started. Start the collector, correct the address, or leave --otlp out.",
    };

    private static LoadLabException Fault(Uri address, string what, string hint) => new(ExitCode.BadConfiguration, $"--otlp {address} {what}", hint);
}
