using ProtoBuf;

namespace LoadLab.Publishing.Live;

/// <summary>
/// What a collector answers: <c>ExportMetricsServiceResponse</c>, by the field numbers of OTLP 1 (https://opentelemetry.io/docs/specs/otlp/#partial-success-1). A 200 may
/// say that it took only a part.
/// </summary>
[ProtoContract]
public sealed class OtlpAnswer
{
    /// <summary>What it did not take; null when it took all.</summary>
    [ProtoMember(1)]
    public OtlpPartialSuccess? Partial { get; set; }

    /// <summary>What it did not take, in words; null when it took all, or answered something else.</summary>
    internal static string? Refused(Stream body)
    {
        try
        {
            return Serializer.Deserialize<OtlpAnswer>(body).Partial is { Rejected: > 0 } partial
                ? FormattableString.Invariant($"it refused {partial.Rejected} data points{(partial.Message.Length > 0 ? ": " + partial.Message.ReplaceLineEndings(" ") : "")}")
                : null;
        }
        catch (Exception fault) when (fault is ProtoException or EndOfStreamException or OverflowException)
        {
            return null;
        }
    }
}
