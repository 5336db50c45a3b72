using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Core.Suites;

/// <summary>The common shape as segments: ramp (not measured), warm-up at full load (not measured), hold or iterations (measured).</summary>
internal static class PhaseShape
{
    private static readonly TimeSpan RandomInterval = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<LoadSegment> ToSegments(PhaseDefinition phase)
    {
        var segments = new List<LoadSegment>();
        if (phase.Ramp is { } ramp && ramp > TimeSpan.Zero)
        {
            segments.Add(new LoadSegment(Ramp(phase, ramp), Measured: false));
        }

        if (phase.WarmUp is { } warmUp && warmUp > TimeSpan.Zero)
        {
            segments.Add(new LoadSegment(Hold(phase, warmUp), Measured: false));
        }

        segments.Add(new LoadSegment(phase.Iterations is { } iterations ? ForIterations(phase, iterations) : Hold(phase, phase.Hold!.Value), Measured: true));
        return segments;
    }

    private static LoadSimulation Ramp(PhaseDefinition phase, TimeSpan length) => phase.Users is { } users
        ? new LoadSimulation.RampingConstantPart((int)users, length)
        : new LoadSimulation.RampingInjectPart(phase.Rate ?? ((phase.MinRate + phase.MaxRate) / 2)!.Value, length);

    private static LoadSimulation Hold(PhaseDefinition phase, TimeSpan length) => phase switch
    {
        { Users: { } users } => new LoadSimulation.KeepConstantPart((int)users, length),
        { Arrivals: "poisson" } => new LoadSimulation.PoissonPart(phase.Rate!.Value, length),
        { Arrivals: "random" } => new LoadSimulation.InjectRandomPart(phase.MinRate!.Value, phase.MaxRate!.Value, RandomInterval, length),
        _ => new LoadSimulation.InjectPart(phase.Rate!.Value, length),
    };

    private static LoadSimulation ForIterations(PhaseDefinition phase, long iterations) => phase.Users is { } users
        ? new LoadSimulation.IterationsForConstantPart((int)users, iterations)
        : new LoadSimulation.IterationsForInjectPart(phase.Rate!.Value, iterations);
}
