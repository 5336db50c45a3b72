using System.Diagnostics;
using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Sdk;

namespace LoadLab.Core.Suites;

/// <summary>The common shape as segments: ramp (not measured), warm-up at full load (not measured), hold or iterations (measured).</summary>
internal static class PhaseShape
{
    private static readonly TimeSpan RandomInterval = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<LoadSegment> ToSegments(PhaseDefinition phase)
    {
        var model = phase.Users is null ? LoadModel.Open : LoadModel.Closed;
        var steady = model == LoadModel.Closed ? LoadShape.Steady(model) : LoadShape.OfArrivals(phase.Arrivals);
        var segments = new List<LoadSegment>();
        if (phase.Ramp is { } ramp && ramp > TimeSpan.Zero)
        {
            segments.Add(new LoadSegment(Of(LoadShape.Ramp(model), phase, ramp), Measured: false));
        }

        if (phase.WarmUp is { } warmUp && warmUp > TimeSpan.Zero)
        {
            segments.Add(new LoadSegment(Of(steady, phase, warmUp), Measured: false));
        }

        segments.Add(new LoadSegment(phase.Iterations is null ? Of(steady, phase, phase.Hold!.Value) : Of(LoadShape.ForIterations(model), phase, TimeSpan.Zero), Measured: true));
        return segments;
    }

    /// <summary>A shape with the figures of the phase: it asks for those that it has.</summary>
    private static LoadSimulation Of(LoadShape shape, PhaseDefinition phase, TimeSpan length) => shape.Make(field => field switch
    {
        LoadField.Copies => phase.Users!.Value,
        LoadField.Rate => (phase.Rate ?? ((phase.MinRate + phase.MaxRate) / 2))!.Value,
        LoadField.Min => phase.MinRate!.Value,
        LoadField.Max => phase.MaxRate!.Value,
        LoadField.Interval => RandomInterval.TotalSeconds,
        LoadField.Iterations => phase.Iterations!.Value,
        LoadField.During => length.TotalSeconds,
        _ => throw new UnreachableException($"The short form of a phase has no {field}."),
    });
}
