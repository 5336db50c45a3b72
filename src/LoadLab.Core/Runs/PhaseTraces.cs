namespace LoadLab.Core.Runs;

/// <summary>The requests of a phase's measured part that the target's tracing was asked to keep.</summary>
/// <param name="Sampled">Requests that LoadLab gave a trace id.</param>
/// <param name="Own">Requests that the scenario itself gave one.</param>
/// <param name="Slowest">The slowest of both, the slowest first: <see cref="MostOfAll"/> of the phase, and <see cref="MostOfStep"/> of each step.</param>
public sealed record PhaseTraces(long Sampled, long Own, IReadOnlyList<SlowTrace> Slowest)
{
    /// <summary>So many of a phase are kept, whatever their steps.</summary>
    public const int MostOfAll = 20;

    /// <summary>So many of each step are kept.</summary>
    public const int MostOfStep = 3;

    /// <summary>Adds up the parts of a phase; null when none was sampled. What is kept of all is what would have been kept of one.</summary>
    public static PhaseTraces? Merge(IEnumerable<PhaseTraces?> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var known = parts.OfType<PhaseTraces>().ToList();
        return known.Count == 0 ? null : new PhaseTraces(known.Sum(part => part.Sampled), known.Sum(part => part.Own), Keep(known.SelectMany(part => part.Slowest)));
    }

    /// <summary>Those that are kept of many, the slowest first.</summary>
    public static IReadOnlyList<SlowTrace> Keep(IEnumerable<SlowTrace> traces)
    {
        ArgumentNullException.ThrowIfNull(traces);
        var ofStep = new Dictionary<(string, string?), int>();
        var kept = new List<SlowTrace>();
        foreach (var (place, trace) in traces.OrderByDescending(trace => trace.ServiceMs).ThenBy(trace => trace.TraceId, StringComparer.Ordinal).Index())
        {
            var before = ofStep.GetValueOrDefault((trace.Scenario, trace.Step));
            ofStep[(trace.Scenario, trace.Step)] = before + 1;
            if (place < MostOfAll || before < MostOfStep)
            {
                kept.Add(trace);
            }
        }

        return kept;
    }
}
