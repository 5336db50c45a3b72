using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>Whether a 1 ms timer of the generator woke on time, and answers found a thread: when they do not, nor does anything else there.</summary>
internal sealed class CanaryCheck : ValidityCheck
{
    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos)
    {
        var health = MeasuredHealth(record);
        if (health.Count == 0)
        {
            yield break;
        }

        var late = health.Count(second => second.CanaryP99Ms > ValidityLimits.CanaryP99Ms);
        var bad = late > 1 && late > ValidityLimits.CanaryLateSecondsRatio * health.Count;
        yield return new Finding(
            "canary",
            bad ? FindingSeverity.Invalid : FindingSeverity.Info,
            $"a 1 ms timer, or an answer at its thread, was late, P99 above {Figures.Text(ValidityLimits.CanaryP99Ms, "ms")}, in {late} of {health.Count} measured seconds; the latest by {Figures.Text(health.Max(second => second.CanaryLateMs), "ms")}",
            "one second, or 5 % of them: a generator that is late itself measures itself",
            bad ? BlockedThreadsCheck.Instead(record, "The generator's machine was overloaded. Give it more CPU, or move the target elsewhere.") : "");
    }
}
