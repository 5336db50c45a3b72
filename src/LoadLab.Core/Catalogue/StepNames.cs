using LoadLab.Core.Measurement;
using LoadLab.Core.Text;

namespace LoadLab.Core.Catalogue;

/// <summary>The names under which a run counts, and what to say when a service has none of them. Pure.</summary>
internal static class StepNames
{
    private const int MostListed = 12;

    /// <summary>Names of the steps that ran, and of each scenario without steps; sorted.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<SeriesKey> keys)
    {
        var all = keys.Select(key => (key.Scenario, key.Step)).Distinct().ToList();
        var withSteps = all.Where(key => key.Step != SeriesKey.WholeIteration).Select(key => key.Scenario).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. all.Where(key => key.Step != SeriesKey.WholeIteration).Select(key => key.Step)
                .Concat(all.Where(key => key.Step == SeriesKey.WholeIteration && !withSteps.Contains(key.Scenario)).Select(key => key.Scenario))
                .Distinct().Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// A sentence when no step of a service is among those that ran: both lists, and the nearest names. Empty when one is, when nothing is known to
    /// have run, and when the catalogue says itself that no scenario calls the service.
    /// </summary>
    public static string WhyNone(ServiceMap service, IReadOnlyList<string> ran)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(ran);
        if (ran.Count == 0 || service.Steps.Count == 0 || ran.Any(service.HasStep))
        {
            return "";
        }

        var near = service.Steps.SelectMany(step => NearestName.Suggest(step.Replace("*", "", StringComparison.Ordinal), ran).Take(1)).Distinct().Take(3).ToList();
        return $"Its steps ({string.Join(", ", service.Steps)}) are none of those that ran: {Listed(ran)}."
            + (near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near.Select(name => $"'{name}'"))}?");
    }

    /// <summary>The names with commas; the first ones of many.</summary>
    internal static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostListed)) + (names.Count > MostListed ? FormattableString.Invariant($" and {names.Count - MostListed} more") : "");
}
