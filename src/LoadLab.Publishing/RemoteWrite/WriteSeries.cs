using ProtoBuf;

namespace LoadLab.Publishing.RemoteWrite;

/// <summary>A series: <c>prompb.TimeSeries</c>.</summary>
[ProtoContract]
public sealed class WriteSeries
{
    /// <summary>Its labels, sorted by name; <c>__name__</c> is one.</summary>
    [ProtoMember(1)]
    public List<WriteLabel> Labels { get; } = [];

    /// <summary>Its samples.</summary>
    [ProtoMember(2)]
    public List<WriteSample> Samples { get; } = [];
}
