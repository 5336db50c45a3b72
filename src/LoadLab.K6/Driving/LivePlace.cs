using LoadLab.Core.Measurement;

namespace LoadLab.K6.Driving;

/// <summary>Where requests with the same tags are counted.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Key">Its scenario and step, by the class of the result.</param>
/// <param name="Code">Status code; empty for none.</param>
internal sealed record LivePlace(LivePhase Phase, SeriesKey Key, string Code);
