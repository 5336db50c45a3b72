using ProtoBuf;

namespace LoadLab.Publishing.RemoteWrite;

/// <summary>A sample: <c>prompb.Sample</c>.</summary>
[ProtoContract]
public sealed class WriteSample
{
    /// <summary>Its value.</summary>
    [ProtoMember(1, IsRequired = true)]
    public double Value { get; set; }

    /// <summary>Milliseconds since 1970.</summary>
    [ProtoMember(2)]
    public long Timestamp { get; set; }
}
