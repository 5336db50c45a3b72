using LoadLab.Core.Runs;
using LoadLab.Engine.Messages;

namespace LoadLab.Engine.Http;

/// <summary>A request as the bytes that go onto a connection.</summary>
/// <param name="target">The request.</param>
internal sealed class PreparedRequest(HttpTarget target)
{
    /// <summary>Its bytes.</summary>
    public byte[] Bytes { get; } = target.ToBytes();

    /// <summary>Its answer has no body.</summary>
    public bool IsHead { get; } = target.Method == "HEAD";

    /// <summary>It is sent once more when it was lost with a used connection.</summary>
    public bool MayResend { get; } = target.Resend == ResendPolicy.Idempotent && Methods.AreIdempotent(target.Method);
}
