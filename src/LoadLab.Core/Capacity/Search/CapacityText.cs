using System.Globalization;

namespace LoadLab.Core.Capacity.Search;

/// <summary>Answers and steps in sentences. Pure.</summary>
public static class CapacityText
{
    /// <summary><c>412/s</c>, <c>412 users</c>.</summary>
    public static string Load(CapacityModel model, double load) => Number(load) + (model == CapacityModel.Rate ? "/s" : " users");

    /// <summary>The answer in one sentence.</summary>
    public static string Sentence(CapacityAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        string Of(double? load) => load is { } value ? Load(answer.Model, value) : "?";
        var broke = answer is { BrokeAt: { } at, Reason.Length: > 0 } ? $"; at {Load(answer.Model, at)} {answer.Reason}" : "";
        var interval = answer is { Low: { } low, High: { } high } ? $", 95 % interval {Number(low)} … {Number(high)}" : "";
        return answer.Status switch
        {
            CapacityStatus.Found => $"holds {Of(answer.Load)}{interval}{broke}.",
            CapacityStatus.AtLeast => $"holds at least {Of(answer.Low)}: nothing broke up to there.",
            CapacityStatus.LessThan => $"holds less than {Of(answer.High)}{broke}.",
            CapacityStatus.Invalid => $"INVALID: the generator itself offered at most {Of(answer.Low)}, and that is no capacity of the target. {answer.Reason}",
            _ => (answer.Status == CapacityStatus.Interrupted ? "interrupted; " : "not decided; ") + (answer switch
            {
                { Load: not null } => $"until then: holds {Of(answer.Load)}{interval}{broke}.",
                { Low: not null } => $"until then: holds at least {Of(answer.Low)}.",
                { High: not null } => $"until then: holds less than {Of(answer.High)}{broke}.",
                _ => "nothing is known.",
            }),
        };
    }

    private static string Number(double load) => load.ToString(load >= 100 ? "#,0" : load >= 10 ? "0.#" : "0.##", CultureInfo.InvariantCulture);
}
