using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Judging;

/// <summary>What can and cannot be said of the times of a run that another driver made (<see cref="ForeignDriver"/>).</summary>
internal static class ForeignTimes
{
    /// <summary>A response time is asked for, and there is none.</summary>
    public static Judgement NoResponseTime(RunRecord record) => new(
        Verdict.Inconclusive,
        $"{record.Driver!.Name} does not tell when a request was meant to start, so there is service time only, and no response time. Where that is enough, write acceptsServiceTime: true in the row, or measure {MeasureNames.HttpServiceTime}.");

    /// <summary>A response time was asked for, and the catalogue takes the service time for it.</summary>
    public static Judgement Explain(Judgement judgement, RunRecord record) => judgement.Verdict == Verdict.NotMeasured ? judgement
        : judgement with { Reason = $"{judgement.Reason} By service time, which the row accepts: {record.Driver!.Name} has no response time." };

    /// <summary>A summary has figures that somebody else made, and no requests.</summary>
    public static Judgement NotOfSummary(ForeignDriver driver) =>
        Judgement.NotMeasured($"The run was imported from a {driver.Name} summary, which has no single requests. Its percentiles stand in the record as they were given. Import the {driver.Name} results themselves (--out json).");
}
