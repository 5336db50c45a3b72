using System.Diagnostics;
using LoadLab.Core.Measurement;

namespace LoadLab.Core.Catalogue;

/// <summary>A measure that a row names.</summary>
/// <param name="Key">Key of the row's indicator.</param>
/// <param name="Name">The name as it stands there.</param>
/// <param name="Kinds">Kinds of measures that can stand there.</param>
/// <param name="OwnKinds">Kinds that can stand there too when the name is one of the suite's metrics, whose kind follows from the name of a metric.</param>
public sealed record MeasureUse(string Key, string Name, IReadOnlyList<MeasureKind> Kinds, IReadOnlyList<MeasureKind> OwnKinds)
{
    /// <summary>All that a row names, in the order of its keys; empty for what counts the requests of a service, and for a load.</summary>
    public static IReadOnlyList<MeasureUse> Of(Slo slo) => slo switch
    {
        ResponseTimeSlo row => [new("measure", row.Measure, [MeasureKind.RequestTimes, MeasureKind.Times], [])],
        ThroughputSlo row => [new("measure", row.Measure, [MeasureKind.Throughput], [])],
        AvailabilitySlo { Jobs: { } jobs } => [Total("total", jobs.Total), Total("ended", jobs.Ended), Total("good", jobs.Good)],
        AvailabilitySlo { Measure.Length: > 0 } row => [new("measure", row.Measure, [MeasureKind.Presence], [MeasureKind.Sample])],
        AvailabilitySlo => [],
        ErrorRatioSlo { Bad.Length: > 0 } row => [Total("bad", row.Bad), Total("total", row.Total)],
        ErrorRatioSlo => [],
        SuccessRatioSlo row => [Total("good", row.Good), Total("total", row.Total)],
        SaturationSlo { Of: { } of } row => [Value("measure", row.Measure), Value("of", of)],
        SaturationSlo row => [Value("measure", row.Measure)],
        CapacitySlo => [],
        _ => throw new UnreachableException(slo?.GetType().Name),
    };

    private static MeasureUse Total(string key, string name) => new(key, name, [MeasureKind.Total], [MeasureKind.Sample]);

    private static MeasureUse Value(string key, string name) => new(key, name, [MeasureKind.Sample, MeasureKind.Presence], [MeasureKind.Total]);
}
