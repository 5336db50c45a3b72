using System.Text.Json;
using LoadLab.Core.Capacity;
using LoadLab.Core.Evaluation.Faults;
using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Core.Store;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Comparison;

/// <summary>Whether two plans put the same load on a target. What the target is set to may differ: that is what runs are compared for.</summary>
internal static class PlanDifference
{
    /// <summary>What of a phase is the same in all steps that are made from it.</summary>
    private static readonly string[] s_ofSteps = ["mix", "thinkTime", "pacing", "iterationsPerUser", "connections", "resend", "requestTimeout"];

    /// <summary>What differs between two loads, in words; empty when they are the same.</summary>
    public static IReadOnlyList<string> Of(RunPlan a, RunPlan b)
    {
        if (a.Capacity is not null || b.Capacity is not null)
        {
            return OfSearches(a, b);
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

    /// <summary>Searches take the steps that they need: they are alike when the same rows had to hold, and in the models that both have the same mix came in the same way.</summary>
    private static List<string> OfSearches(RunPlan first, RunPlan second)
    {
        if (first.Capacity is not { } a || second.Capacity is not { } b)
        {
            return [$"{(first.Capacity is null ? "the suite's phases against a capacity search" : "a capacity search against the suite's phases")}; two searches are compared with loadlab compare, and loadlab capacity --baseline holds one against another"];
        }

        string Models(CapacityPlan plan) => string.Join(" and ", plan.Searches.Select(search => search.Model == CapacityModel.Rate ? "arrival rate" : "users"));
        var faults = new List<string>();
        if (!a.Slos.Order(StringComparer.Ordinal).SequenceEqual(b.Slos.Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            faults.Add($"rows that must hold {string.Join(", ", a.Slos)} against {string.Join(", ", b.Slos)}");
        }

        if (!a.Searches.Select(search => search.Model).Intersect(b.Searches.Select(search => search.Model)).Any())
        {
            faults.Add($"a search in {Models(a)} against one in {Models(b)}");
        }

        foreach (var model in Enum.GetValues<LoadModel>())
        {
            if (first.Phases.FirstOrDefault(phase => phase.Model == model) is { } one && second.Phases.FirstOrDefault(phase => phase.Model == model) is { } other)
            {
                var (parts, others) = (Parts(one), Parts(other));
                faults.AddRange(s_ofSteps.Where(part => parts.GetValueOrDefault(part) != others.GetValueOrDefault(part))
                    .Select(part => $"steps with {part} {parts.GetValueOrDefault(part) ?? "none"} against {others.GetValueOrDefault(part) ?? "none"}"));
                if (Arrivals(one) is { } arrivals && Arrivals(other) is { } otherArrivals && arrivals != otherArrivals)
                {
                    faults.Add($"steps with {arrivals} arrivals against {otherArrivals}");
                }
            }
        }

        return faults;
    }

    /// <summary>How the measured starts come: constant or poisson; null for what is no arrival.</summary>
    private static string? Arrivals(PhasePlan phase) => phase.Segments.Where(segment => segment.Measured).Select(segment => LoadShape.Of(segment.Simulation).ArrivalsWord).FirstOrDefault(word => word is not null);

    /// <summary>The whole load: <c>phase 'rate-100' segments</c> to its JSON, the names of the phases in their order, and what is broken under it.</summary>
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

        foreach (var (fault, length) in Faults(plan))
        {
            load[fault] = length;
        }

        return load;
    }

    /// <summary>What a plan breaks on purpose, and for how long: <c>fault redis pause at 20s</c> to <c>for 5s</c>.</summary>
    public static IEnumerable<(string Fault, string Length)> Faults(RunPlan plan) => plan.Faults.Select(fault =>
        ($"fault {FaultText.Name(fault)}", $"for {DurationValue.Format(fault.For)}{(fault.HealWithin is null ? "" : " or until a healer mends it")}"));

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
