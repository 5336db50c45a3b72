using System.Collections.Immutable;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Scaffolding.Correlation;

/// <summary>A value in an answer that a later request may send.</summary>
/// <param name="Text">The value.</param>
/// <param name="Name">What it is called there: <c>token</c>, <c>courseId</c>.</param>
/// <param name="From">The part of the answer.</param>
/// <param name="Path">Where in it.</param>
/// <param name="IsNumber">True for a number of JSON.</param>
internal sealed record Found(string Text, string Name, TakeFrom From, ImmutableArray<object> Path, bool IsNumber);
