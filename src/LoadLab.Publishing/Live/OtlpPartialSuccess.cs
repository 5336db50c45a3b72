using ProtoBuf;

namespace LoadLab.Publishing.Live;

/// <summary>What a collector did not take of an export: <c>ExportMetricsPartialSuccess</c>.</summary>
[ProtoContract]
public sealed class OtlpPartialSuccess
{
    /// <summary>Data points that it did not take; 0 with a message is advice.</summary>
    [ProtoMember(1)]
    public long Rejected { get; set; }

    /// <summary>Why.</summary>
    [ProtoMember(2)]
    public string Message { get; set; } = "";
}
