using System.Globalization;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;

namespace LoadLab.Core.Capacity.Planning;

/// <summary>Says what a demand needs. Pure.</summary>
public static class CapacityPlanner
{
    /// <summary>No plan is made for more instances than this.</summary>
    public const int MostInstances = 10_000;

    /// <summary>The plan.</summary>
    public static CapacityPlan Plan(CapacityQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var months = Enumerable.Range(0, Math.Max(1, question.Until.Index - question.From.Index + 1)).Select(at => Month(question, question.From.Add(at))).ToList();
        int? mostWithoutPooler = question.Pool is { } pool ? Math.Max(0, question.MaxConnections - question.OtherConnections) / pool : null;
        return new CapacityPlan
        {
            Question = question,
            Months = months,
            RunsOut = Moment(months, month => month.Instances, question.Instances),
            MostInstancesWithoutPooler = mostWithoutPooler,
            NeedsPooler = mostWithoutPooler is { } most ? Moment(months, month => month.Instances, most) : null,
            RedisFull = question is { RedisBytes: not null, RedisMaxBytes: { } max } ? Moment(months, month => month.RedisBytes!.Value, max) : null,
            Assumptions = [.. Assumptions(question)],
        };
    }

    /// <summary>Fewest instances that hold a demand and leave the headroom free; infinite where no number does.</summary>
    /// <param name="question">Headroom and contention.</param>
    /// <param name="demand">The demand.</param>
    /// <param name="capacity">What the instances that were measured hold.</param>
    public static double Instances(CapacityQuestion question, double demand, double capacity)
    {
        ArgumentNullException.ThrowIfNull(question);
        var single = capacity / Scale(question, question.Capacity.Instances) * (1 - question.HeadroomRatio);

        // n/(1+σ(n−1)) ≥ d solved for n; it never passes 1/σ.
        var needed = demand / single;
        var left = 1 - (needed * question.ContentionRatio);
        if (left <= 0)
        {
            return double.PositiveInfinity;
        }

        var count = Math.Max(1, Math.Ceiling((needed * (1 - question.ContentionRatio) / left) - 1e-9));
        return count > MostInstances ? double.PositiveInfinity : count;
    }

    /// <summary>What a number of instances holds, without headroom, with the interval of the capacity.</summary>
    public static Interval Holds(CapacityQuestion question, int instances)
    {
        ArgumentNullException.ThrowIfNull(question);
        return question.Capacity.Load.Scale(Scale(question, instances) / Scale(question, question.Capacity.Instances));
    }

    private static double Scale(CapacityQuestion question, int instances) => instances / (1 + (question.ContentionRatio * (instances - 1)));

    private static PlannedMonth Month(CapacityQuestion question, YearMonth month)
    {
        var demand = question.Demand.At(month);
        var capacity = question.Capacity.Load;
        var instances = new Interval(Instances(question, demand.Estimate, capacity.Estimate), Instances(question, demand.Low, capacity.High), Instances(question, demand.High, capacity.Low));
        Interval? connections = question.Pool is { } pool ? instances.Scale(pool) : null;
        Interval? redis = question.RedisBytes is { } bytes
            ? new Interval(bytes * demand.Estimate / capacity.Estimate, bytes * demand.Low / capacity.High, bytes * demand.High / capacity.Low)
            : null;
        return new PlannedMonth(month, demand, instances, connections, redis);
    }

    private static PlannedMoment Moment(IReadOnlyList<PlannedMonth> months, Func<PlannedMonth, Interval> figure, double most)
    {
        YearMonth? First(Func<Interval, double> end) => months.Where(month => end(figure(month)) > most).Select(month => (YearMonth?)month.Month).FirstOrDefault();
        return new PlannedMoment(First(value => value.Estimate), First(value => value.High), First(value => value.Low));
    }

    private static IEnumerable<string> Assumptions(CapacityQuestion question)
    {
        var capacity = question.Capacity;
        yield return $"capacity: {CapacityFigure.Held(capacity.Model, capacity.Load)} with {Count(capacity.Instances, "instance")}, {capacity.Source}"
            + (capacity.HasInterval
                ? $", 95 % interval {CapacityFigure.Range(capacity.Model, capacity.Load, " to ") ?? "too narrow to show"}"
                : "; no interval is known, so that what follows from it looks surer than it is");
        foreach (var assumption in question.Demand.Assumptions)
        {
            yield return $"demand: {assumption}";
        }

        yield return question.HeadroomRatio > 0
            ? $"headroom: demand may take {Units.Percent(1 - question.HeadroomRatio)} of the capacity, {Units.Percent(question.HeadroomRatio)} stay free"
            : "headroom: none; a demand that meets the capacity exactly counts as held";
        yield return question.ContentionRatio > 0
            ? string.Create(CultureInfo.InvariantCulture, $"instances: n of them hold n/(1+{question.ContentionRatio:0.####}(n-1)) times what one holds, and never more than {1 / question.ContentionRatio:0.#} times")
            : "instances: n of them hold n times what one holds; a database that they share makes it less";
        if (question.Pool is { } pool)
        {
            yield return $"connections: {Count(pool, "connection")} in the pool of an instance, all of them open; max_connections {question.MaxConnections}, of which {question.OtherConnections} are for others";
        }

        if (question.RedisBytes is { } bytes)
        {
            yield return $"Redis: {Units.Bytes(bytes)} at the measured capacity, and in proportion to the demand";
        }
    }

    private static string Count(int count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count} {one}{(count == 1 ? "" : "s")}");
}
