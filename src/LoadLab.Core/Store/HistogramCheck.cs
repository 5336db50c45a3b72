using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Store;

/// <summary>Holds the histograms of a run that is not sealed, as those of older versions are, against the counts in its document.</summary>
internal static class HistogramCheck
{
    /// <summary>Compares them.</summary>
    /// <exception cref="SealBrokenException">They do not belong together; says where.</exception>
    public static void Check(RunDocument document, RunRecord record)
    {
        var read = PhaseSummary.OfAll(record).ToDictionary(summary => summary.Phase.Name, StringComparer.Ordinal);
        foreach (var phase in document.Phases)
        {
            var steps = read[phase.Name].Steps.ToDictionary(step => (step.Scenario, step.Step));
            foreach (var step in phase.Steps.Where(step => step.ResponseTimeMs.Samples > 0))
            {
                var has = steps.GetValueOrDefault((step.Scenario, step.Name))?.Response.TotalCount ?? 0;
                if (has != step.ResponseTimeMs.Samples)
                {
                    throw new SealBrokenException(FormattableString.Invariant(
                        $"its histograms have {has:#,0} samples of step '{step.Scenario}/{step.Name}' in phase '{phase.Name}', and {RunFiles.Document} counts {step.ResponseTimeMs.Samples:#,0}: one of the two was cut or changed"));
                }
            }
        }
    }
}
