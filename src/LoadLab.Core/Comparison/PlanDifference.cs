using System.Text.Json;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Core.Comparison;

/// <summary>Whether two plans put the same load on a target. What the target is set to may differ: that is what runs are compared for.</summary>
internal static class PlanDifference
{
    /// <summary>What differs between two loads, in words; empty when they are the same.</summary>
    public static IReadOnlyList<string> Of(RunPlan a, RunPlan b)
    {
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
