using LoadLab.K6.Metrics;

namespace LoadLab.K6.Requests;

/// <summary>Adds what came of a hop to k6's own metrics.</summary>
internal static class RequestSamples
{
    public static void Add(MetricTable metrics, HttpCall call, Hop hop, HttpResult result, bool isExpected)
    {
        var url = SafeAddress.Of(hop.Url);
        var tags = new SampleTags
        {
            Own = call.Tags.Own,
            Scenario = call.Tags.Scenario,
            Group = call.Tags.Group,
            Method = hop.Method.Method,
            Name = call.NameTag ?? url,
            Url = call.NameTag ?? url,
            Proto = result.Proto,
            Status = result.Status,
            Expected = call.Expected is null ? null : isExpected,
            Error = result.Error.Length > 0 ? result.Error : null,
            ErrorCode = result.ErrorCode,
            TlsVersion = result.Connection?.TlsVersion,
        };
        metrics.Requests.Add(1, tags);
        metrics.Duration.Add(result.Timings.Duration, tags);
        if (call.Expected is not null)
        {
            metrics.Failed.Add(isExpected ? 0 : 1, tags);
        }

        // Over HTTP/2 neither the parts of its time nor its bytes are known: what is not known is no 0.
        if (result.Status > 0 && result.Connection is null)
        {
            return;
        }

        metrics.Blocked.Add(result.Timings.Blocked, tags);
        metrics.Connecting.Add(result.Timings.Connecting, tags);
        metrics.TlsHandshaking.Add(result.Timings.TlsHandshaking, tags);
        metrics.Sending.Add(result.Timings.Sending, tags);
        metrics.Waiting.Add(result.Timings.Waiting, tags);
        metrics.Receiving.Add(result.Timings.Receiving, tags);
        metrics.DataReceived.Add(result.BytesReceived, tags);
        metrics.DataSent.Add(result.BytesSent, tags);
    }
}
