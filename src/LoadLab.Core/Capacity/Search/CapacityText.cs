using System.Diagnostics;
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

    /// <summary>The answer in one sentence.</summary>
    public static string Sentence(CapacityAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        string Of(double? load) => load is { } value ? Load(answer.Model, value) : "?";
        var broke = answer is { BrokeAt: { } at, Reason.Length: > 0 } ? $"; at {Load(answer.Model, at)} {answer.Reason}" : "";
        var held = answer.Held is { } known ? CapacityFigure.Held(answer.Model, known) : "?";
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
                { High: not null } => $"until then: holds less than {Of(answer.High)}{broke}.",
                _ => "nothing is known.",
            }),
            _ => throw new UnreachableException($"{answer.Status} has no sentence."),
        };
    }
}
