using LoadLab.Core.Catalogue;
using LoadLab.Core.Statistics;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Judging;

/// <summary>What one SLO came to in one phase.</summary>
internal sealed record Judgement(Verdict Verdict, string Reason)
{
    public Interval? Interval { get; init; }

    public long Samples { get; init; }

    public string Phase { get; init; } = "";

    public int? FirstCrossedSecond { get; init; }

    /// <summary>True when the suite does not offer what the row asks about: the row decides nothing then.</summary>
    public bool OutOfScope { get; init; }

    public static Judgement NotMeasured(string reason) => new(Verdict.NotMeasured, reason);

    /// <summary>
    /// The worst of the phases: a good phase cannot dilute a bad one. Of equals, the one nearest to or furthest past its limit.
    /// A phase that has nothing to say does not hide one that has. The second of the first crossing is that of the whole run.
    /// </summary>
    public static Judgement Worst(IReadOnlyList<Judgement> judgements, Objective objective) => judgements
        .OrderByDescending(judgement => Severity(judgement.Verdict))
        .ThenByDescending(judgement => judgement.Interval is { } interval && double.IsFinite(interval.Estimate)
            ? (objective.WantsLess ? interval.Estimate : -interval.Estimate)
            : double.NegativeInfinity)
        .First() with
    {
        FirstCrossedSecond = judgements.Select(judgement => judgement.FirstCrossedSecond).Where(second => second is not null).Min(),
    };

    public static int Severity(Verdict verdict) => verdict switch
    {
        Verdict.Fail => 4,
        Verdict.Inconclusive => 3,
        Verdict.Warn => 2,
        Verdict.Pass => 1,
        _ => 0,
    };
}
