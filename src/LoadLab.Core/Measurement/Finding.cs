namespace LoadLab.Core.Measurement;

/// <summary>Something that a check saw.</summary>
/// <param name="Check">The check's name: <c>schedule-lag</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Seen">What was seen, with unit.</param>
/// <param name="Allowed">What is allowed, with unit and the reason.</param>
/// <param name="Advice">What to do.</param>
public sealed record Finding(string Check, FindingSeverity Severity, string Seen, string Allowed, string Advice);
