using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Reporting.Figures;

/// <summary>The sentences on a phase, for every report alike.</summary>
internal static class PhaseWords
{
    /// <summary>Offered against achieved.</summary>
    public static string Offered(PhaseFigures phase)
    {
        var model = phase.Plan?.Model switch
        {
            LoadModel.Closed => "closed model: each user starts its next iteration after the last has ended, so response and service time start together",
            LoadModel.Open => "open model: iterations start at a rate, whatever the target does",
            _ => "the plan has no phase of this name",
        };
        var offered = phase.Driver is { WasRun: false } driver ? $"The results of {driver.Name} do not say which load it was told to offer." : $"Offered {phase.Offered} ({model}).";
        return $"{offered} Achieved {Units.Rate(phase.IterationsPerSecond)} iterations and "
            + $"{Units.Rate(phase.RequestsPerSecond)} requests over {Units.Duration(TimeSpan.FromSeconds(phase.Result.MeasuredSeconds))}.";
    }

    /// <summary>Schedule lag, Little's law, connections.</summary>
    public static string Small(PhaseFigures phase)
    {
        var little = phase.Result.Little;
        var connections = phase.Result.Connections;
        var law = double.IsFinite(little.Ratio) ? $"{Units.Percent(little.Ratio)} of N" : Units.None;
        return $"Schedule lag P50 {Units.Milliseconds(phase.Lag.P50)}, P99 {Units.Milliseconds(phase.Lag.P99)}, max {Units.Milliseconds(phase.Lag.Max)}."
            + $" Little's law: X · (R + Z) is {law}."
            + (phase.Driver is null || connections.Connects > 0 ? Connections(connections) : "")
            + (connections.Reconnects > 0 ? $" {Units.Counted(connections.Reconnects, "request")} went over another connection, since theirs was closed before they were sent or the server had not taken them up." : "")
            + (connections.Resends > 0 ? $" {Units.Counted(connections.Resends, "request was", "requests were")} lost with their connection and sent once more (resend: idempotent)." : "");
    }

    /// <summary>Without a connection there is nothing that could be reused: a scenario may have clients of its own, or nobody answered.</summary>
    private static string Connections(ConnectionCounts counts) => (counts.Connects, counts.Requests) switch
    {
        (0, 0) => " No request went over the engine's clients.",
        (0, _) => " No connection was made.",
        _ => $" Connections opened {Units.Count(counts.Connects)}, reused by {Units.Percent(counts.ReuseRatio)} of the requests.",
    };

    /// <summary>Status codes and how often: <c>200 × 1,461 · 503 × 39</c>.</summary>
    public static string Codes(StepFigures step) => string.Join(" · ", step.StatusCodes.Select(code => $"{code.Key}\u00a0×\u00a0{Units.Count(code.Value)}"));

    /// <summary>The name of a step's row: "all requests", the step alone, or with its scenario where there are several.</summary>
    public static string StepName(StepFigures step, PhaseFigures phase) => step.Scenario == StepFigures.All
        ? "all requests"
        : phase.Steps.Select(other => other.Scenario).Distinct().Count() == 1 && step.Step != SeriesKey.WholeIteration
            ? step.Step
            : step.Step == SeriesKey.WholeIteration ? step.Scenario : $"{step.Scenario} / {step.Step}";
}
