using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Statistics;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Forecast;

/// <summary>What one phase brings for a row.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Count">Samples; null when nothing tells how many.</param>
/// <param name="IsMost">True when it cannot bring more than one beside it, where an edge falls: only then is too few a fact.</param>
/// <param name="How">Where the number comes from, in words.</param>
internal sealed record BroughtSamples(PhaseForecast Phase, double? Count, bool IsMost, string How = "")
{
    /// <summary>As many are sure where <see cref="Count"/> is not known.</summary>
    public double AtLeast { get; init; }

    /// <summary>Of what the numbers are, in words, when not of the whole phase.</summary>
    public string Where { get; init; } = "";
}

/// <summary>Holds what the phases bring against what a row needs. The phase that is worst off decides, since each is judged by itself.</summary>
internal static class SampleForecast
{
    public static SloForecast Of(Slo slo, long needs, string what, IReadOnlyList<BroughtSamples> brought)
    {
        var answer = new SloForecast { Id = slo.Id, Title = slo.Title, Required = slo.Required, Answer = ForecastAnswer.TooShort, Needs = needs, Reason = "" };
        if (needs == long.MaxValue)
        {
            return answer with { Needs = 0, Reason = $"No number of {what} proves {slo.Objective.Sign} {slo.Objective.Text}; one failure disproves it." };
        }

        if (brought.Count == 0)
        {
            return answer with { Brings = 0, Reason = "The plan has no phase." };
        }

        var worst = brought.OrderByDescending(one => Severity(Answer(one, needs))).ThenBy(one => one.Count ?? 0).First();
        var name = worst.Phase.Plan.Name;
        var state = Answer(worst, needs);
        if (worst.Count is not { } exact)
        {
            return state == ForecastAnswer.Decides
                ? answer with { Answer = state, Brings = Math.Floor(worst.AtLeast), Reason = $"Phase '{name}' brings {Figures.Count((long)worst.AtLeast)} iterations{worst.Where}, and each makes one request or more." }
                : answer with { Answer = state, Reason = $"Phase '{name}' has to bring {Figures.Count(needs)} {what}{worst.Where}{worst.How}." };
        }

        var count = Math.Floor(exact);
        var perSecond = worst.Phase.Plan.MeasuredDuration > TimeSpan.Zero ? exact / worst.Phase.Plan.MeasuredDuration.TotalSeconds : 0;
        var hold = state is ForecastAnswer.TooShort or ForecastAnswer.ProbablyTooShort && perSecond > 0 ? (TimeSpan?)SampleSize.DurationFor(needs, perSecond) : null;
        var about = worst.IsMost ? "" : "about ";
        return answer with
        {
            Answer = state,
            Brings = count,
            Hold = hold,
            Reason = $"Phase '{name}' brings {about}{Figures.Count((long)count)} {what}{worst.Where}{worst.How}"
                + (hold is { } length ? $"; it has to be measured for {about}{DurationValue.Format(length)}." : "."),
        };
    }

    /// <summary>A row that is judged in windows asks each window for its samples.</summary>
    public static BroughtSamples InWindows(BroughtSamples brought, TimeSpan window)
    {
        var measured = brought.Phase.Plan.MeasuredDuration;
        return window < measured
            ? brought with { Count = brought.Count * (window / measured), AtLeast = brought.AtLeast * (window / measured), Where = $" in each window of {DurationValue.Format(window)}" }
            : brought;
    }

    private static ForecastAnswer Answer(BroughtSamples brought, long needs) =>
        brought.Count is not { } count ? (Math.Floor(brought.AtLeast) >= needs ? ForecastAnswer.Decides : ForecastAnswer.Depends)
        : Math.Floor(count) >= needs ? ForecastAnswer.Decides
        : brought.IsMost && Math.Floor(count) + 1 < needs ? ForecastAnswer.TooShort
        : ForecastAnswer.ProbablyTooShort;

    private static int Severity(ForecastAnswer answer) => answer switch
    {
        ForecastAnswer.TooShort => 3,
        ForecastAnswer.ProbablyTooShort => 2,
        ForecastAnswer.Depends => 1,
        _ => 0,
    };
}
