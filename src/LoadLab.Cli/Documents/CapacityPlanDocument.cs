using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Planning;
using LoadLab.Core.Statistics;

namespace LoadLab.Cli.Documents;

/// <summary>A capacity plan. Loads are in <c>unit</c>; months are like 2028-01; null is after the last month, no number of instances that is enough, or not planned.</summary>
internal sealed record CapacityPlanDocument(
    int SchemaVersion,
    string Unit,
    CapacityPlanDocument.PlanFigurePart Capacity,
    int Instances,
    double HeadroomRatio,
    double ContentionRatio,
    CapacityPlanDocument.PlanFigurePart GrowthPerMonthRatio,
    CapacityPlanDocument.PlanMomentPart RunsOut,
    int? MostInstancesWithoutPooler,
    CapacityPlanDocument.PlanMomentPart? NeedsPooler,
    CapacityPlanDocument.PlanMomentPart? RedisFull,
    IReadOnlyList<CapacityPlanDocument.PlanMonthPart> Months,
    IReadOnlyList<string> Assumptions)
{
    public static CapacityPlanDocument Of(CapacityPlan plan)
    {
        var question = plan.Question;
        return new(
            1,
            question.Capacity.Model == CapacityModel.Rate ? "1/s" : "users",
            PlanFigurePart.Of(question.Capacity.Load),
            question.Instances,
            question.HeadroomRatio,
            question.ContentionRatio,
            PlanFigurePart.Of(question.Demand.PerMonth),
            PlanMomentPart.Of(plan.RunsOut),
            plan.MostInstancesWithoutPooler,
            plan.NeedsPooler is { } pooler ? PlanMomentPart.Of(pooler) : null,
            plan.RedisFull is { } redis ? PlanMomentPart.Of(redis) : null,
            [.. plan.Months.Select(month => new PlanMonthPart(
                month.Month.ToString(),
                PlanFigurePart.Of(month.Demand),
                PlanFigurePart.Of(month.Instances),
                month.Connections is { } connections ? PlanFigurePart.Of(connections) : null,
                month.RedisBytes is { } bytes ? PlanFigurePart.Of(bytes) : null))],
            plan.Assumptions);
    }

    internal sealed record PlanFigurePart(double? Estimate, double? Low, double? High)
    {
        public static PlanFigurePart Of(Interval value) => new(JsonText.Finite(value.Estimate), JsonText.Finite(value.Low), JsonText.Finite(value.High));
    }

    internal sealed record PlanMomentPart(string? Expected, string? Earliest, string? Latest)
    {
        public static PlanMomentPart Of(PlannedMoment moment) => new(moment.Expected?.ToString(), moment.Earliest?.ToString(), moment.Latest?.ToString());
    }

    internal sealed record PlanMonthPart(string Month, PlanFigurePart Demand, PlanFigurePart Instances, PlanFigurePart? Connections, PlanFigurePart? RedisBytes);
}
