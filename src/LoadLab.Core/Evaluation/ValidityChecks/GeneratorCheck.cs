using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>CPU and garbage collection of the generator: warnings, for what really harms shows as lag.</summary>
internal sealed class GeneratorCheck : ValidityCheck
{
    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos)
    {
        var health = MeasuredHealth(record);
        if (health.Count == 0)
        {
            if (record.Phases.Count > 0)
            {
                yield return new Finding("generator", FindingSeverity.Warning, "the generator's health was not sampled", "a sample a second", "Nothing shows whether the generator was overloaded.");
            }

            yield break;
        }

        var busy = health.Count(second => second.MachineCpuRatio > ValidityLimits.MachineCpuRatio);
        if (busy > ValidityLimits.WarnedSecondsRatio * health.Count)
        {
            yield return new Finding(
                "machine-cpu",
                FindingSeverity.Warning,
                $"the machine's CPU was above 95 % in {busy} of {health.Count} measured seconds",
                "10 % of them: above it, generator and target fight for the CPU",
                "Response times are worse than on a machine of the target's own. Run the generator elsewhere, or lower the load.");
        }

        var paused = health.Count(second => second.GcPauseMs > ValidityLimits.GcPauseMs);
        if (paused > ValidityLimits.WarnedSecondsRatio * health.Count)
        {
            yield return new Finding(
                "gc-pause",
                FindingSeverity.Warning,
                $"the generator's garbage collector stopped it for more than 50 ms in {paused} of {health.Count} measured seconds",
                "10 % of them",
                "Let scenarios allocate less: read bodies as streams, keep buffers.");
        }
    }
}
