using Grpc.Core;
using Jint.Native;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules.Grpc;

/// <summary><c>k6/net/grpc</c>: <c>Client</c>, <c>Stream</c>, and the numbers of statuses.</summary>
internal static class GrpcModule
{
    public static IEnumerable<KeyValuePair<string, JsValue>> Create(JsEngine engine, UserState user)
    {
        // Thresholds may name its metrics from the start.
        _ = user.Test.Metrics.Grpc;
        var prototype = ClientPrototype.Create(engine, user);
        yield return new("Client", new HostConstructor(engine, "Client", prototype, _ => new GrpcClient(engine, prototype)));
        yield return new("Stream", new HostConstructor(engine, "Stream", new JsObject(engine), arguments => StreamObject.Create(engine, user, arguments)));
        foreach (var status in Enum.GetValues<StatusCode>())
        {
            // k6 has the American spelling.
            yield return new("Status" + (status == StatusCode.Cancelled ? "Canceled" : status.ToString()), JsNumber.Create((int)status));
        }

        foreach (var (index, name) in ((string[])["HealthCheckUnknown", "HealthCheckServing", "HealthCheckNotServing", "HealthCheckServiceUnkown"]).Index())
        {
            yield return new(name, JsNumber.Create(index));
        }
    }
}
