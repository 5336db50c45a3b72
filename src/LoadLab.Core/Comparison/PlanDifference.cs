using System.Text.Json;
using LoadLab.Core.Capacity;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Core.Comparison;

/// <summary>Whether two plans put the same load on a target. What the target is set to may differ: that is what runs are compared for.</summary>
internal static class PlanDifference
{
    /// <summary>What differs between two loads, in words; empty when they are the same.</summary>
    public static IReadOnlyList<string> Of(RunPlan a, RunPlan b)
    {
        if (a.Capacity is not null || b.Capacity is not null)
        {
            return OfSearches(a.Capacity, b.Capacity);
        }

        var faults = new List<string>();
        var names = a.Phases.Select(phase => phase.Name).ToList();
        var others = b.Phases.Select(phase => phase.Name).ToList();
        if (!names.SequenceEqual(others, StringComparer.Ordinal))
        {
            return [$"phases {string.Join(", ", names)} against {string.Join(", ", others)}"];
        }

        foreach (var (one, other) in a.Phases.Zip(b.Phases))
        {
            var parts = Parts(one);
            faults.AddRange(Parts(other).Where(part => parts.GetValueOrDefault(part.Key) != part.Value)
                .Select(part => $"phase '{one.Name}' {part.Key} {parts.GetValueOrDefault(part.Key) ?? "none"} against {part.Value}"));
        }

        return faults;
    }

    /// <summary>Searches take the steps that they need: they are alike when the same rows had to hold in the same models.</summary>
    private static List<string> OfSearches(CapacityPlan? a, CapacityPlan? b)
    {
        if (a is null || b is null)
        {
            return [$"{(a is null ? "the suite's phases against a capacity search" : "a capacity search against the suite's phases")}; two searches are compared with loadlab compare, and loadlab capacity --baseline holds one against another"];
        }

        string Models(CapacityPlan plan) => string.Join(" and ", plan.Searches.Select(search => search.Model == CapacityModel.Rate ? "arrival rate" : "users"));
        var faults = new List<string>();
        if (!a.Slos.Order(StringComparer.Ordinal).SequenceEqual(b.Slos.Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            faults.Add($"rows that must hold {string.Join(", ", a.Slos)} against {string.Join(", ", b.Slos)}");
        }

        if (!a.Searches.Select(search => search.Model).SequenceEqual(b.Searches.Select(search => search.Model)))
        {
            faults.Add($"a search in {Models(a)} against one in {Models(b)}");
        }

        return faults;
    }

    /// <summary>The whole load: <c>phase 'rate-100' segments</c> to its JSON, and the names of the phases in their order.</summary>
    public static SortedDictionary<string, string> Load(RunPlan plan)
    {
        var load = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["phases"] = string.Join(", ", plan.Phases.Select(phase => phase.Name)) };
        foreach (var phase in plan.Phases)
        {
            foreach (var (part, json) in Parts(phase))
            {
                load[$"phase '{phase.Name}' {part}"] = json;
            }
        }

        return load;
    }

    private static SortedDictionary<string, string> Parts(PhasePlan phase)
    {
        var plan = new RunPlan { Suite = "", Seed = 0, ScenarioAssembly = "", Stack = new StackPlan { Kind = "" }, Catalogue = "", Phases = [phase with { Thresholds = [] }] };
        using var json = JsonSerializer.SerializeToDocument(plan, JournalJson.Default.RunPlan);
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in json.RootElement.GetProperty("phases")[0].EnumerateObject().Where(property => property.Name is not ("name" or "duration" or "measuredDuration")))
        {
            parts[property.Name] = property.Value.GetRawText();
        }

        return parts;
    }
}
