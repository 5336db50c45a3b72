using LoadLab.Core.Evaluation.Attribution;

namespace LoadLab.Core.Verdicts;

/// <summary>Something that was saturated.</summary>
/// <param name="Cause">Short name, from <see cref="BottleneckCauses"/>.</param>
/// <param name="Measure">The measure that shows it, as in the record; empty when several do.</param>
/// <param name="OnsetSecond">Second of the run's clock at which it was first seen.</param>
/// <param name="Seen">What was seen, as part of a sentence: "the API's pool was full …".</param>
public sealed record Bottleneck(string Cause, string Measure, int OnsetSecond, string Seen);
