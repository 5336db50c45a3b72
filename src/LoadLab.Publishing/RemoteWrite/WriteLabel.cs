using ProtoBuf;

namespace LoadLab.Publishing.RemoteWrite;

/// <summary>A label: <c>prompb.Label</c>.</summary>
[ProtoContract]
public sealed class WriteLabel
{
    /// <summary>Its name.</summary>
    [ProtoMember(1)]
    public string Name { get; set; } = "";

    /// <summary>Its value.</summary>
    [ProtoMember(2)]
    public string Value { get; set; } = "";
}
