using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Engine.VirtualUsers;

namespace LoadLab.Engine;

/// <summary>Sums up a phase that has ended and was harvested for the last time.</summary>
internal static class PhaseResults
{
    public static PhaseResult Of(PhaseRun phase, RunClock clock)
    {
        var start = clock.SecondsAt(phase.Start);
        var loadEnd = clock.SecondsAt(phase.LoadEnd);
        var totals = phase.Recorder.Totals;
        var windows = phase.Windows;
        var measureStart = windows.Length > 0 ? start + windows[0].Start.TotalSeconds : loadEnd;
        var measureEnd = windows.Length > 0 ? Math.Min(start + windows[^1].End.TotalSeconds, loadEnd) : loadEnd;
        measureStart = Math.Min(measureStart, measureEnd);
        var lastDone = totals.LastDone > 0 ? clock.SecondsAt(totals.LastDone) : measureEnd;
        return new PhaseResult
        {
            Name = phase.Plan.Name,
            StartSecond = start,
            MeasureStartSecond = measureStart,
            MeasureEndSecond = measureEnd,
            MeasuredSeconds = Math.Max(measureEnd, lastDone) - measureStart,
            Measured = totals.Measured,
            Whole = totals.Whole,
            Little = phase.Little.Result(),
            StatusCodes = totals.StatusCodes,
            FailureSamples = phase.Recorder.FirstMessages,
            Failures = phase.Recorder.Failures,
            Examples = phase.Recorder.Examples,
            CutOff = phase.Recorder.CutOff,
            Blocked = phase.Blocking.Steps(),
            Connections = phase.Connections.Counter.Counts,
            Traces = phase.Traces?.ToTraces(clock, (scenario, step) => (phase.Scenarios[scenario].Props.Name, phase.Recorder.StepName(scenario, step))),
        };
    }
}
