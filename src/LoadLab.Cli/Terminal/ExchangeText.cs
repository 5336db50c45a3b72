using System.Globalization;
using LoadLab.Core.Running;
using LoadLab.Core.Text;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Cli.Terminal;

/// <summary>A request and its answer as lines: one, or in the way of <c>curl -v</c>. Secrets are hidden, bodies are cut. Pure.</summary>
internal static class ExchangeText
{
    /// <summary>Most characters of a body.</summary>
    private const int LongestBody = 2_000;

    /// <summary>The lines.</summary>
    /// <param name="exchange">What was sent, and what came.</param>
    /// <param name="isWhole">All of it, and not one line alone.</param>
    public static IEnumerable<string> Lines(TracedExchange exchange, bool isWhole)
    {
        var request = exchange.Request;
        if (!isWhole)
        {
            yield return $"{request.Method} {Address(request)} -> {Outcome(exchange)}, {Milliseconds(exchange.Took)}{Parts(exchange.Phases)}";
            yield break;
        }

        foreach (var line in HttpMessageText.Head(request))
        {
            yield return "> " + line;
        }

        foreach (var line in Body(exchange.RequestBody, request.Content is not null, ">"))
        {
            yield return line;
        }

        if (request.Connection is { } connection)
        {
            yield return $"* {(request.ConnectBegan == 0 ? "connection used before" : "new connection")} to {connection.Address}:{connection.Port.ToString(CultureInfo.InvariantCulture)}"
                + (connection.TlsVersion is null ? "" : $", TLS {connection.TlsVersion}, {connection.TlsCipher}");
        }

        if (exchange.Answer is { } answer)
        {
            foreach (var line in HttpMessageText.Head(answer))
            {
                yield return "< " + line;
            }

            foreach (var line in Body(exchange.Body, isThere: true, "<"))
            {
                yield return line;
            }
        }

        if (exchange.Fault is { } fault)
        {
            yield return "! " + Fault(fault);
        }

        yield return $"* {Milliseconds(exchange.Took)}{Parts(exchange.Phases)}";
    }

    /// <summary>A time, to the hundredth of a millisecond.</summary>
    public static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:#,0.##} ms");

    private static string Address(TimedRequest request) => request.RequestUri is { } address ? HttpMessageText.Address(address) : "?";

    private static string Outcome(TracedExchange exchange) => exchange.Fault is { } fault ? Fault(fault)
        : string.Create(CultureInfo.InvariantCulture, $"{(int)exchange.Answer!.StatusCode}{(exchange.Body is { } body ? $", {Units.Counted(body.Length, "byte")}" : ", body still to come")}");

    private static string Fault(Exception fault) => $"{FailureClassifier.Classify(fault).ToString().ToLowerInvariant()}: {PlainText.Inline(FailureClassifier.ToResponse<object>(fault).Message)}";

    private static string Parts(RequestPhases phases)
    {
        var parts = new (string Name, TimeSpan? Time)[]
        {
            ("waiting for a connection", phases.Waiting > TimeSpan.FromMilliseconds(1) ? phases.Waiting : null), ("DNS", phases.Dns), ("connect", phases.Connect), ("TLS", phases.Tls),
            ("send", phases.Send), ("first byte", phases.FirstByte), ("body", phases.Body),
        }.Where(part => part.Time is not null).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name} {part.Time!.Value.TotalMilliseconds:#,0.##}")).ToList();
        return parts.Count == 0 ? " (its parts are not known)" : $" ({string.Join(", ", parts)})";
    }

    private static IEnumerable<string> Body(byte[]? body, bool isThere, string mark)
    {
        if (!isThere || body is { Length: 0 })
        {
            yield break;
        }

        yield return mark;
        if (body is null)
        {
            yield return $"{mark} (the body is a stream, and is not shown)";
            yield break;
        }

        foreach (var line in HttpMessageText.Body(body, body.Length, LongestBody).Split('\n'))
        {
            yield return $"{mark} {line}";
        }
    }
}
