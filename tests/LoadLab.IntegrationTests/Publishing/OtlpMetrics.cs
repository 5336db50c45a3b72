using ProtoBuf;

namespace LoadLab.IntegrationTests.Publishing;

/// <summary>What the tests read of OTLP's ExportMetricsServiceRequest, by the field numbers of the published protocol (opentelemetry-proto 1.x, metrics/v1).</summary>
[ProtoContract]
public sealed class OtlpRequest
{
    [ProtoMember(1)] public List<OtlpResourceMetrics> ResourceMetrics { get; } = [];
}

[ProtoContract]
public sealed class OtlpResourceMetrics
{
    [ProtoMember(1)] public OtlpResource? Resource { get; set; }

    [ProtoMember(2)] public List<OtlpScopeMetrics> ScopeMetrics { get; } = [];
}

[ProtoContract]
public sealed class OtlpResource
{
    [ProtoMember(1)] public List<OtlpAttribute> Attributes { get; } = [];
}

[ProtoContract]
public sealed class OtlpScopeMetrics
{
    [ProtoMember(2)] public List<OtlpMetric> Metrics { get; } = [];
}

[ProtoContract]
public sealed class OtlpMetric
{
    [ProtoMember(1)] public string Name { get; set; } = "";

    [ProtoMember(3)] public string Unit { get; set; } = "";

    [ProtoMember(5)] public OtlpPoints? Gauge { get; set; }

    [ProtoMember(7)] public OtlpPoints? Sum { get; set; }

    [ProtoMember(10)] public OtlpExponential? Exponential { get; set; }
}

[ProtoContract]
public sealed class OtlpPoints
{
    [ProtoMember(1)] public List<OtlpPoint> Points { get; } = [];
}

[ProtoContract]
public sealed class OtlpPoint
{
    [ProtoMember(4)] public double AsDouble { get; set; }

    [ProtoMember(6, DataFormat = DataFormat.FixedSize)] public long AsInt { get; set; }

    [ProtoMember(7)] public List<OtlpAttribute> Attributes { get; } = [];
}

[ProtoContract]
public sealed class OtlpExponential
{
    [ProtoMember(1)] public List<OtlpExponentialPoint> Points { get; } = [];
}

[ProtoContract]
public sealed class OtlpExponentialPoint
{
    [ProtoMember(1)] public List<OtlpAttribute> Attributes { get; } = [];

    [ProtoMember(4, DataFormat = DataFormat.FixedSize)] public ulong Count { get; set; }

    [ProtoMember(5)] public double Sum { get; set; }

    [ProtoMember(6, DataFormat = DataFormat.ZigZag)] public int Scale { get; set; }

    [ProtoMember(8)] public OtlpBuckets? Positive { get; set; }
}

[ProtoContract]
public sealed class OtlpBuckets
{
    [ProtoMember(1, DataFormat = DataFormat.ZigZag)] public int Offset { get; set; }

    [ProtoMember(2, IsPacked = true)] public List<ulong> Counts { get; } = [];
}

[ProtoContract]
public sealed class OtlpAttribute
{
    [ProtoMember(1)] public string Key { get; set; } = "";

    [ProtoMember(2)] public OtlpValue? Value { get; set; }
}

[ProtoContract]
public sealed class OtlpValue
{
    [ProtoMember(1)] public string Text { get; set; } = "";
}
