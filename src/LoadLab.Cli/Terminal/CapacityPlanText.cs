using System.Globalization;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Planning;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Terminal;

/// <summary>A capacity plan as lines for people. Pure.</summary>
internal static class CapacityPlanText
{
    /// <summary>A longer plan shows only the months in which something changes.</summary>
    private const int MostMonths = 24;

    public static IEnumerable<string> Lines(CapacityPlan plan)
    {
        var question = plan.Question;
        var model = question.Capacity.Model;
        var (first, last) = (plan.Months[0], plan.Months[^1]);
        yield return $"Capacity  {Load(question.Capacity.Load, model)} with {Instances(question.Capacity.Instances)}, {Units.Percent(question.HeadroomRatio)} headroom";
        yield return $"Demand    {Load(first.Demand, model)} in {first.Month}, {Growth(question.Demand.PerMonth)}, {Load(last.Demand, model)} in {last.Month}";
        if (question.Demand.Says is { } says && says.Index < last.Month.Index)
        {
            yield return $"Beyond {says} the history says little: what stands there goes on as before, and nothing shows that it will.";
        }

        yield return "";
        yield return RunsOut(plan);
        if (last.Instances.Estimate > question.Instances)
        {
            yield return $"{last.Month} needs {Whole(last.Instances)}.";
        }

        if (plan.MostInstancesWithoutPooler is { } most)
        {
            yield return Pooler(plan, most);
        }

        if (question.RedisBytes is not null)
        {
            yield return Redis(plan);
        }

        yield return "";
        foreach (var line in ColumnText.Lines([Head(question), .. Shown(plan).Select(month => Row(month, model))], 1, 2, 3, 4, 5, 6))
        {
            yield return line;
        }

        yield return "";
        yield return "What this rests on";
        foreach (var assumption in plan.Assumptions)
        {
            yield return "  " + assumption;
        }
    }

    private static string RunsOut(CapacityPlan plan)
    {
        var (question, last) = (plan.Question, plan.Months[^1].Month);
        var today = question.Instances == 1 ? "Today's instance" : string.Create(CultureInfo.InvariantCulture, $"Today's {question.Instances} instances");
        var verb = question.Instances == 1 ? "holds" : "hold";
        return plan.RunsOut switch
        {
            { Expected: { } month } when month == plan.Months[0].Month => $"{today} {(question.Instances == 1 ? "does" : "do")} not hold the demand of {month} already{Range(plan.RunsOut, last)}.",
            { Expected: { } month } => $"{today} {verb} the demand until {month.Add(-1)} and no longer in {month}{Range(plan.RunsOut, last)}.",
            { Earliest: { } earliest } => $"{today} {verb} the demand until {last} by the estimates; at the unlucky ends of the intervals only until {earliest.Add(-1)}.",
            _ => $"{today} {verb} the demand until {last}, at both ends of the intervals.",
        };
    }

    private static string Pooler(CapacityPlan plan, int most)
    {
        var question = plan.Question;
        var fit = string.Create(CultureInfo.InvariantCulture, $"Pools of {question.Pool} fit into max_connections {question.MaxConnections} for up to {Instances(most)}; from {most + 1} on a pooler such as PgBouncer is needed");
        return plan.NeedsPooler!.Expected is { } month ? $"{fit}: in {month}{Range(plan.NeedsPooler, plan.Months[^1].Month)}." : $"{fit}, which this plan does not reach{(plan.NeedsPooler.Earliest is { } earliest ? $" before {earliest}" : "")}.";
    }

    private static string Redis(CapacityPlan plan)
    {
        var (question, last) = (plan.Question, plan.Months[^1]);
        var needs = $"Redis needs {Figure(last.RedisBytes!.Value, Units.Bytes)} in {last.Month}";
        return question.RedisMaxBytes is not { } max ? needs + "."
            : plan.RedisFull!.Expected is { } month ? $"{needs} and passes its maxmemory of {Units.Bytes(max)} in {month}{Range(plan.RedisFull, last.Month)}."
            : $"{needs}, inside its maxmemory of {Units.Bytes(max)}{(plan.RedisFull.Earliest is { } earliest ? $" by the estimates; at the unlucky ends of the intervals until {earliest.Add(-1)}" : "")}.";
    }

    private static string Range(PlannedMoment moment, YearMonth last) => moment.Earliest == moment.Expected && moment.Latest == moment.Expected
        ? ""
        : $" (95 %: {moment.Earliest} to {(moment.Latest is { } latest ? latest.ToString() : $"after {last}")})";

    private static IEnumerable<PlannedMonth> Shown(CapacityPlan plan)
    {
        var months = plan.Months;
        return months.Count <= MostMonths
            ? months
            : months.Where((month, at) => at == 0 || at == months.Count - 1 || month.Instances != months[at - 1].Instances);
    }

    private static string[] Head(CapacityQuestion question) =>
    [
        "MONTH", "DEMAND", "95 % INTERVAL", "INSTANCES",
        .. question.Pool is null ? Array.Empty<string>() : ["CONNECTIONS"],
        .. question.RedisBytes is null ? Array.Empty<string>() : ["REDIS"],
    ];

    private static string[] Row(PlannedMonth month, CapacityModel model) =>
    [
        month.Month.ToString(),
        CapacityFigure.Held(model, month.Demand),
        Range(month.Demand, model) ?? "-",
        Figure(month.Instances, Number),
        .. month.Connections is { } connections ? [Figure(connections, Number)] : Array.Empty<string>(),
        .. month.RedisBytes is { } bytes ? [Figure(bytes, Units.Bytes)] : Array.Empty<string>(),
    ];

    private static string Growth(Interval perMonth) => perMonth switch
    {
        { Estimate: 0, Low: 0, High: 0 } => "no growth",
        { } when Signed(perMonth.Low) == Signed(perMonth.High) => $"{Signed(perMonth.Estimate)} a month",
        _ => $"{Signed(perMonth.Estimate)} a month (95 %: {Signed(perMonth.Low)} to {Signed(perMonth.High)})",
    };

    private static string Signed(double ratio) => (ratio > 0 ? "+" : "") + Units.Percent(ratio);

    private static string Load(Interval load, CapacityModel model) => CapacityFigure.Held(model, load) + (Range(load, model) is { } range ? $" (95 %: {range})" : "");

    private static string? Range(Interval load, CapacityModel model) => CapacityFigure.Range(model, load, " to ");

    private static string Whole(Interval instances) => double.IsFinite(instances.Estimate)
        ? Instances((int)instances.Estimate) + (instances.Low < instances.High ? $" (95 %: {Number(instances.Low)} to {Number(instances.High)})" : "")
        : "more than any number of instances holds";

    private static string Instances(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "instance" : "instances")}");

    private static string Number(double value) => double.IsFinite(value) ? Units.Count((long)value) : "no number";

    private static string Figure(Interval value, Func<double, string> write) => write(value.Low) == write(value.High) ? write(value.Estimate) : $"{write(value.Estimate)} ({write(value.Low)} to {write(value.High)})";
}
