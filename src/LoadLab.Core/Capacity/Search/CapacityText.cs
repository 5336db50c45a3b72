using System.Diagnostics;
using LoadLab.Core.Measurement;
using LoadLab.Core.Text;

namespace LoadLab.Core.Capacity.Search;

/// <summary>Answers and steps in sentences. Pure.</summary>
public static class CapacityText
{
    /// <summary><c>412/s</c>, <c>412 users</c>.</summary>
    public static string Load(CapacityModel model, double load) => CapacityFigure.Load(model, load);

    /// <summary>How busy a resource was: <c>81 %</c>; <c>full</c> where work waited for it, for of what waits no share of the resource can be said.</summary>
    public static string Busy(ResourceUse use)
    {
        ArgumentNullException.ThrowIfNull(use);
        return Math.Round(use.BusyRatio, 2) > 1 ? "full" : Units.Percent(Math.Round(use.BusyRatio, 2));
    }

    /// <summary>The same as part of a sentence: <c>full</c>, <c>97 % busy</c>, <c>97 % full</c> of a memory.</summary>
    public static string Saturation(ResourceUse use)
    {
        ArgumentNullException.ThrowIfNull(use);
        return Busy(use) is "full" ? "full" : $"{Busy(use)} {(use.Measure == MeasureNames.RedisMemoryUsed ? "full" : "busy")}";
    }

    /// <summary>What is held: <c>890/s</c>, <c>at least 400/s</c>, <c>less than 10/s</c>; <c>not known below 20/s</c> of a search that ended before anything held; null when nothing can be said.</summary>
    public static string? Held(CapacityAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Held is not { } held ? null : IsOpenBelow(answer) ? $"not known below {Load(answer.Model, held.High)}" : CapacityFigure.Held(answer.Model, held);
    }

    /// <summary>Whether loads broke and none was tried that held: the search ended on its way down, so what holds below is not known.</summary>
    public static bool IsOpenBelow(CapacityAnswer answer) => answer is { Status: CapacityStatus.Open or CapacityStatus.Interrupted, Load: null, Low: null, High: not null };

    /// <summary>The answer in one sentence.</summary>
    public static string Sentence(CapacityAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        string Of(double? load) => load is { } value ? Load(answer.Model, value) : "?";
        var broke = answer is { BrokeAt: { } at, Reason.Length: > 0 } ? $"; at {Load(answer.Model, at)} {answer.Reason.TrimEnd('.')}" : "";
        var held = Held(answer) ?? "?";
        var interval = answer is { Load: not null, Held: { } ends } && CapacityFigure.Range(answer.Model, ends) is { } range ? $", 95 % interval {range}" : "";
        return answer.Status switch
        {
            CapacityStatus.Found => $"holds {held}{interval}{broke}.",
            CapacityStatus.AtLeast => $"holds at least {Of(answer.Low)}: nothing broke up to there.",
            CapacityStatus.LessThan => $"holds less than {Of(answer.High)}{broke}.",
            CapacityStatus.Invalid when answer.Low is null => $"INVALID: the generator itself was at its limit at every load, and that says nothing of the target. {answer.Reason}",
            CapacityStatus.Invalid => $"INVALID: the generator itself offered at most {Of(answer.Low)}, and that is no capacity of the target. {answer.Reason}",
            CapacityStatus.Open or CapacityStatus.Interrupted => (answer.Status == CapacityStatus.Interrupted ? "interrupted; " : "not decided; ") + (answer switch
            {
                { Load: not null } => $"until then: holds {held}{interval}{broke}.",
                { Low: not null } => $"until then: holds at least {Of(answer.Low)}.",
                { High: not null } => $"nothing is known below {Of(answer.High)}{broke}.",
                _ => "nothing is known.",
            }),
            _ => throw new UnreachableException($"{answer.Status} has no sentence."),
        };
    }
}
