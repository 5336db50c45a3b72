using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Planning;
using LoadLab.Core.Statistics;

namespace LoadLab.Tests.Core.Capacity;

public sealed class CapacityPlannerTests
{
    private static readonly CapacityQuestion s_question = new()
    {
        Capacity = new MeasuredCapacity { Model = CapacityModel.Rate, Load = new Interval(400, 380, 440), Source = "given" },
        Demand = DemandGrowth.Given(Month("2026-01"), 100, 0.10, ["given"]),
        From = Month("2026-01"),
        Until = Month("2028-12"),
    };

    [Fact]
    public void Demand_grows_by_its_rate_each_month()
    {
        var plan = CapacityPlanner.Plan(s_question);

        plan.Months.Should().HaveCount(36);
        plan.Months[0].Demand.Estimate.Should().BeApproximately(100, 1e-9);
        plan.Months[12].Demand.Estimate.Should().BeApproximately(100 * Math.Pow(1.1, 12), 1e-6);
    }

    [Fact]
    public void Today_s_set_up_runs_out_in_the_first_month_that_it_does_not_hold()
    {
        // 100·1.1ⁿ passes 400 after 14.5 months, 380 after 14.01 and 440 after 15.5.
        var plan = CapacityPlanner.Plan(s_question);

        plan.RunsOut.Should().Be(new PlannedMoment(Month("2027-04"), Month("2027-04"), Month("2027-05")));
        plan.Months.First(month => month.Month == Month("2027-03")).Instances.Estimate.Should().Be(1);
        plan.Months.First(month => month.Month == Month("2027-04")).Instances.Estimate.Should().Be(2);
    }

    [Theory]
    [InlineData(400, 0, 0, 1)]
    [InlineData(401, 0, 0, 2)]
    [InlineData(280, 0.3, 0, 1)]
    [InlineData(281, 0.3, 0, 2)]
    [InlineData(1200, 0, 0, 3)]
    [InlineData(1200, 0, 0.1, 4)]
    [InlineData(3990, 0, 0.1, 3591)]
    [InlineData(4000, 0, 0.1, double.PositiveInfinity)]
    public void Instances_are_as_few_as_hold_the_demand(double demand, double headroom, double contention, double instances)
    {
        // With contention 0.1: 400·4/1.3 = 1,231 ≥ 1,200 > 400·3/1.2 = 1,000; the limit is 400/0.1.
        CapacityPlanner.Instances(s_question with { HeadroomRatio = headroom, ContentionRatio = contention }, demand, 400).Should().Be(instances);
    }

    [Fact]
    public void A_capacity_of_several_instances_is_that_of_one_by_the_same_law()
    {
        var question = s_question with { Capacity = s_question.Capacity with { Instances = 2, Load = Interval.Exact(400 * 2 / 1.1) }, ContentionRatio = 0.1 };

        CapacityPlanner.Holds(question, 1).Estimate.Should().BeApproximately(400, 1e-9);
        CapacityPlanner.Holds(question, 4).Estimate.Should().BeApproximately(400 * 4 / 1.3, 1e-9);
        CapacityPlanner.Instances(question, 1200, 400 * 2 / 1.1).Should().Be(4);
    }

    [Fact]
    public void Pools_fit_until_max_connections_less_what_others_hold()
    {
        // (100 − 3) / 20 = 4 instances; the fifth needs a pooler: demand above 1,600, after 29.1 months.
        var plan = CapacityPlanner.Plan(s_question with { Pool = 20 });

        (plan.MostInstancesWithoutPooler, plan.NeedsPooler!.Expected).Should().Be((4, Month("2028-07")));
        plan.Months[0].Connections.Should().Be(new Interval(20, 20, 20));
        plan.Months[^1].Connections!.Value.Estimate.Should().Be(20 * plan.Months[^1].Instances.Estimate);
        CapacityPlanner.Plan(s_question).NeedsPooler.Should().BeNull();
    }

    [Fact]
    public void Redis_grows_with_the_demand()
    {
        var plan = CapacityPlanner.Plan(s_question with { RedisBytes = 400e6, RedisMaxBytes = 800e6 });

        plan.Months[0].RedisBytes!.Value.Estimate.Should().BeApproximately(100e6, 1);
        plan.RedisFull!.Expected.Should().Be(Month("2027-11"), "100·1.1ⁿ passes 800 after 21.8 months");
    }

    [Fact]
    public void What_never_happens_has_no_month()
    {
        CapacityPlanner.Plan(s_question with { Until = Month("2026-06") }).RunsOut.Should().Be(new PlannedMoment(null, null, null));
    }

    [Fact]
    public void A_capacity_without_an_interval_is_said_to_look_surer_than_it_is()
    {
        var plan = CapacityPlanner.Plan(s_question with { Capacity = s_question.Capacity with { Load = Interval.Exact(400) } });

        plan.Assumptions.Should().Equal(
            "capacity: 400/s with 1 instance, given; no interval is known, so that what follows from it looks surer than it is",
            "demand: given",
            "headroom: none; a demand that meets the capacity exactly counts as held",
            "instances: n of them hold n times what one holds; a database that they share makes it less");
    }

    private static YearMonth Month(string text) => YearMonth.TryParse(text, out var month) ? month : throw new ArgumentException(text);
}
