using System.Text;
using LoadLab.Core.Runs;
using LoadLab.Engine.Messages;
using LoadLab.Engine.Tracing;

namespace LoadLab.Engine.Http;

/// <summary>A request as the bytes that go onto a connection.</summary>
internal sealed class PreparedRequest
{
    public PreparedRequest(HttpTarget target)
    {
        Bytes = target.ToBytes();
        IsHead = target.Method == "HEAD";
        MayResend = target.Resend == ResendPolicy.Idempotent && Methods.AreIdempotent(target.Method);
        OwnTrace = OwnTrace.Of(target);
    }

    private PreparedRequest(PreparedRequest request, string traceParent)
    {
        var first = request.Bytes.AsSpan().IndexOf("\r\n"u8) + 2;
        Bytes = [.. request.Bytes.AsSpan(0, first), .. Encoding.ASCII.GetBytes($"{TraceParent.HeaderName}: {traceParent}\r\n"), .. request.Bytes.AsSpan(first)];
        (IsHead, MayResend, OwnTrace) = (request.IsHead, request.MayResend, request.OwnTrace);
    }

    /// <summary>Its bytes.</summary>
    public byte[] Bytes { get; }

    /// <summary>Its answer has no body.</summary>
    public bool IsHead { get; }

    /// <summary>It is sent once more when it was lost with a used connection.</summary>
    public bool MayResend { get; }

    /// <summary>What its own headers say of tracing.</summary>
    public OwnTrace OwnTrace { get; }

    /// <summary>The same request in a trace.</summary>
    public PreparedRequest In(RequestTrace trace) => trace.Header is { } header ? new PreparedRequest(this, header) : this;
}
