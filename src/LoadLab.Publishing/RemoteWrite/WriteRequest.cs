using ProtoBuf;

namespace LoadLab.Publishing.RemoteWrite;

/// <summary>What Prometheus takes: its <c>prompb.WriteRequest</c>, by the field numbers of the remote write 1.0 specification (https://prometheus.io/docs/specs/prw/remote_write_spec/).</summary>
[ProtoContract]
public sealed class WriteRequest
{
    /// <summary>The series, each with its new samples.</summary>
    [ProtoMember(1)]
    public List<WriteSeries> Series { get; } = [];
}
