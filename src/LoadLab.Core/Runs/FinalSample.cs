using LoadLab.Core.Measurement;

namespace LoadLab.Core.Runs;

/// <summary>A sample that a probe gives at the end of a run.</summary>
/// <param name="Measure">Name of one of the probe's measures.</param>
/// <param name="Timestamp">When it was taken, a timestamp of the run's <see cref="TimeProvider"/>.</param>
/// <param name="Value">In the measure's unit.</param>
public readonly record struct FinalSample(string Measure, long Timestamp, double Value);
