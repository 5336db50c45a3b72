using LoadLab.Core.Measurement;

namespace LoadLab.Engine.Recording;

/// <summary>A metric or check that has a number.</summary>
/// <param name="Kind">What it makes of its values.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tag">The tag of a metric, or the group of a check; empty for none.</param>
/// <param name="Unit">Unit of its values; empty for none.</param>
/// <param name="Source">What values came with first, so that most look-ups end at a reference that is equal.</param>
internal sealed record MetricEntry(CustomKind Kind, string Name, string Tag, string Unit, object Source);
