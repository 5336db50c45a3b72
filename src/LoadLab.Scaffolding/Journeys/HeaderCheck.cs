using System.Collections.Immutable;

namespace LoadLab.Scaffolding.Journeys;

/// <summary>Leaves out headers that no client can send, and says so.</summary>
internal static class HeaderCheck
{
    /// <summary>The journey without them.</summary>
    public static Journey LeaveOut(Journey journey)
    {
        var notes = new List<string>();
        ImmutableArray<JourneyRequest> requests = [.. journey.Requests.Select(request => request with
        {
            Headers = [.. request.Headers.Where(header =>
            {
                var text = string.Concat(Place.Split(header.Value).Select(part => part.Words));
                var fits = header.Name.All(character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal)) && text.All(character => character is >= ' ' and <= '~' or '\t');
                if (!fits)
                {
                    notes.Add($"Left out: the header {header.Name} of {request.Step}, which has more than ASCII in it and can't be sent.");
                }

                return fits;
            })],
        })];
        return journey with { Requests = requests, Notes = [.. journey.Notes, .. notes] };
    }
}
