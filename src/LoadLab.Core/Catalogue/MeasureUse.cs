using LoadLab.Core.Measurement;

namespace LoadLab.Core.Catalogue;

/// <summary>A measure that a row names.</summary>
/// <param name="Key">Key of the row's indicator.</param>
/// <param name="Name">The name as it stands there.</param>
/// <param name="Kinds">Kinds of measures that can stand there.</param>
/// <param name="OwnKinds">Kinds that can stand there too when the name is one of the suite's metrics, whose kind follows from the name of a metric.</param>
public sealed record MeasureUse(string Key, string Name, IReadOnlyList<MeasureKind> Kinds, IReadOnlyList<MeasureKind> OwnKinds)
{
    /// <summary>A running total.</summary>
    internal static MeasureUse OfTotal(string key, string name) => new(key, name, [MeasureKind.Total], [MeasureKind.Sample]);

    /// <summary>A level.</summary>
    internal static MeasureUse OfLevel(string key, string name) => new(key, name, [MeasureKind.Sample, MeasureKind.Presence], [MeasureKind.Total]);
}
