using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>
/// Whether the generator stood still: stopped, swapped out, its machine suspended. In the closed model no schedule tells, because
/// users that stand still start nothing. Answers that only waited for a thread are <see cref="BlockedThreadsCheck"/>'s.
/// </summary>
internal sealed class PauseCheck : ValidityCheck
{
    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos)
    {
        var pauses = StandstillTimes.Of(record, second => double.IsNaN(second.TimerLateMs) ? second.CanaryLateMs : second.TimerLateMs);
        if (pauses.Count == 0)
        {
            yield break;
        }

        var measuredMs = StandstillTimes.MeasuredMs(record);
        var bad = pauses.Sum() > ValidityLimits.PausedRatio * measuredMs;
        yield return new Finding(
            "generator-paused",
            bad ? FindingSeverity.Invalid : FindingSeverity.Warning,
            $"the generator stood still for {Figures.Text(pauses.Sum(), "ms")} of {Figures.Text(measuredMs, "ms")}, the longest {Figures.Text(pauses.Max(), "ms")}",
            "1 % of the time: what stood still longer shaped the P99",
            "Something stopped the generator's process or its machine: a signal, a debugger, swapping, a suspended container. Find it and run again.");
    }
}
