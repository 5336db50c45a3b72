using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Scaffolding.Postman;

/// <summary>
/// Tells requests of one name apart, which collections have in each folder: 'Create' of users and 'Create' of orders would be one row of the report, with the times of both.
/// </summary>
internal static class NamesApart
{
    /// <summary>The requests, in their order: named with their folder where the name alone is that of different things, and with what they ask for where that is not enough.</summary>
    public static IReadOnlyList<JourneyRequest> Of(IReadOnlyList<JourneyRequest> requests) =>
        Renamed(Renamed(requests, request => Names.Snake($"{request.Group} {request.Step}")), request => $"{request.Step}_{What(request)}");

    private static List<JourneyRequest> Renamed(IReadOnlyList<JourneyRequest> requests, Func<JourneyRequest, string> name)
    {
        var mixed = requests.GroupBy(request => request.Step, StringComparer.Ordinal).Where(group => group.Select(What).Distinct(StringComparer.Ordinal).Count() > 1).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        return [.. requests.Select(request => mixed.Contains(request.Step) ? request with { Step = name(request) } : request)];
    }

    private static string What(JourneyRequest request) => StepNames.Of(request.Method, request.Url);
}
