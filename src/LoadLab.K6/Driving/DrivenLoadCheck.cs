using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.K6.Exports;

namespace LoadLab.K6.Driving;

/// <summary>What of a plan k6 cannot do. It is refused: another load than the plan's would be measured.</summary>
internal static class DrivenLoadCheck
{
    public static IEnumerable<string> Faults(RunPlan plan, IReadOnlyList<DrivenPhase> phases)
    {
        if (plan.Stack.ApiInstances > 1)
        {
            yield return "stack.api.instances: k6 has one address for all of its users, so that the other instances would get no load. Take it out, or put a balancer before them.";
        }

        if (plan.TraceSample > 0)
        {
            yield return $"{TraceRatio.Key}: k6 makes the requests itself, and LoadLab cannot give them a traceparent header. Take it out, or run the script on LoadLab's engine.";
        }

        foreach (var phase in phases)
        {
            var where = $"Phase '{phase.Plan.Name}': ";
            if (phase.Plan.Segments.Any(segment => LoadShape.Of(segment.Simulation).IsRandom))
            {
                yield return where + "k6 has no random arrivals. Write arrivals: constant.";
            }

            if (phase.Plan.Segments.Any(segment => segment.Simulation is Sdk.LoadSimulation.PausePart))
            {
                yield return where + "k6 has no pauses inside a scenario. Make two phases of it, the second with a startAt.";
            }

            if (phase.Plan.Connections == ConnectionPolicy.Shared)
            {
                yield return where + "each user of k6 has connections of its own. Write connections: per-user.";
            }

            if (phase.Plan.Resend == ResendPolicy.Idempotent)
            {
                yield return where + "what k6 sends once more it does not tell. Take resend out.";
            }

            if (phase.Plan.Segments.Any(segment => LoadShape.Of(segment.Simulation).IsUnbounded) && phase.Plan != plan.Phases[^1] && plan.Phases[phase.Index + 1].StartAt is null)
            {
                yield return where + "it ends with its iterations, and k6 begins a scenario at a time, not after another. Give the phase after it a startAt.";
            }

            if (phase.Mix.Count > 1 && phase.Mix.FirstOrDefault(share => share.Facts.Environment.Count + share.Facts.Tags.Count > 0) is { } special)
            {
                yield return where + $"scenario '{special.Facts.Name}' has an env or tags of its own in the script, and k6 has those for a whole phase. Give it a phase of its own.";
            }

            foreach (var note in new K6ScenarioText(phase.Plan, share: 1).Notes.Where(note => note.EndsWith("rounded.", StringComparison.Ordinal)))
            {
                yield return where + $"rates of k6 are whole numbers: {note} Choose a rate that is a whole number in an hour.";
            }
        }
    }
}
