namespace LoadLab.Core.Runs;

/// <summary>A part of the time of an ad hoc load's requests, ramps and warm-up included.</summary>
/// <param name="Name"><c>dns</c>, <c>connect</c>, <c>tls</c>: of new connections; <c>first-byte</c>, <c>body</c>: of answers.</param>
/// <param name="Count">How many were timed.</param>
/// <param name="MeanMs">Their mean, in ms.</param>
/// <param name="MaxMs">The longest, in ms.</param>
public sealed record RequestPart(string Name, long Count, double MeanMs, double MaxMs);
