using LoadLab.Core.Runs;

namespace LoadLab.K6;

/// <summary>What to do when a script's requests have so many names that ids must be in them. Pure.</summary>
internal static class NameAdvice
{
    /// <summary>Names of a scenario's requests from which on they are pointed out.</summary>
    public const int Many = 100;

    private const int MostNamed = 3;

    /// <summary>One message for each scenario of a phase that has too many.</summary>
    public static IEnumerable<string> Of(IEnumerable<PhaseResult> phases) => phases.SelectMany(phase => Of(phase.Name, phase.StatusCodes.Keys));

    /// <summary>The same for the steps of one phase, each as <c>scenario/step</c>.</summary>
    public static IEnumerable<string> Of(string phase, IEnumerable<string> steps) =>
        steps.Select(step => step.Split('/', 2)).Where(parts => parts.Length == 2).GroupBy(parts => parts[0], parts => parts[1])
            .Where(names => names.Count() >= Many)
            .Select(names => FormattableString.Invariant($"The requests of '{names.Key}' have {names.Count():#,0} names in phase '{phase}', such as {string.Join(", ", names.Order(StringComparer.Ordinal).Take(MostNamed))}. Each is a row of its own, and beyond the most rows they are counted together as (other). ")
                + "Give requests of one kind one name: http.get(url, { tags: { name: 'course' } }), or http.url`…/${id}`.");
}
