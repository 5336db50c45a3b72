using LoadLab.K6.Metrics;
using LoadLab.K6.State;

namespace LoadLab.K6.Requests;

/// <summary>Adds what came of a hop to k6's own metrics.</summary>
internal static class RequestSamples
{
    public static void Add(UserState user, HttpCall call, Hop hop, HttpResult result, bool isExpected)
    {
        var metrics = user.Test.Metrics;
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
        metrics.Requests.Add(1, tags, user.Samples);
        metrics.Duration.Add(result.Timings.Duration, tags, user.Samples);
        if (call.Expected is not null)
        {
            metrics.Failed.Add(isExpected ? 0 : 1, tags, user.Samples);
        }

        // Over HTTP/2 neither the parts of its time nor its bytes are known: what is not known is no 0.
        if (result.Status > 0 && result.Connection is null)
        {
            return;
        }

        metrics.Blocked.Add(result.Timings.Blocked, tags, user.Samples);
        metrics.Connecting.Add(result.Timings.Connecting, tags, user.Samples);
        metrics.TlsHandshaking.Add(result.Timings.TlsHandshaking, tags, user.Samples);
        metrics.Sending.Add(result.Timings.Sending, tags, user.Samples);
        metrics.Waiting.Add(result.Timings.Waiting, tags, user.Samples);
        metrics.Receiving.Add(result.Timings.Receiving, tags, user.Samples);
        metrics.DataReceived.Add(result.BytesReceived, tags, user.Samples);
        metrics.DataSent.Add(result.BytesSent, tags, user.Samples);
    }
}
