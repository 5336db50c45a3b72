using System.Collections.Immutable;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Scaffolding.Correlation;

/// <summary>A request and what it was answered when it was recorded.</summary>
/// <param name="Request">The request, as it was sent.</param>
/// <param name="Answer">The answer; null when it was not recorded.</param>
internal sealed record Exchange(JourneyRequest Request, RecordedAnswer? Answer);

/// <summary>An answer.</summary>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its text; null for none, and for bytes.</param>
internal sealed record RecordedAnswer(ImmutableArray<Field> Headers, string? Body);
