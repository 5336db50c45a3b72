using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Model;
using LoadLab.Sdk;
using MathNet.Numerics.Distributions;

namespace LoadLab.Tests.Core.Capacity;

public sealed class OperationalAnalysisTests
{
    [Fact]
    public void The_resource_with_the_largest_demand_against_its_servers_is_the_bottleneck()
    {
        // A connection is held for 100 ms and there are 50: 500/s. The CPU takes 6 ms and has 4 cores: 667/s.
        CapacityStep[] steps = [.. new double[] { 50, 100, 200, 400 }.Select(x => With(SampleSteps.Rate(x, x, 100), ("pool", x * 0.1 / 50, 50), ("cpu", x * 0.006 / 4, 4)))];

        var bounds = OperationalAnalysis.Of(steps);

        bounds.Bottleneck!.Name.Should().Be("pool");
        bounds.Bottleneck.DemandMs.Estimate.Should().BeApproximately(100, 1e-9);
        bounds.Bottleneck.Bound.Estimate.Should().BeApproximately(500, 1e-9);
        bounds.Bottleneck.HighestBusyRatio.Should().BeApproximately(0.8, 1e-9);
        (bounds.Bottleneck.GrowsWithLoad, bounds.Alternatives.Count).Should().Be((false, 0));
        bounds.At(1e9).Should().BeApproximately(500, 1e-9, "the open model has no bound by users");
    }

    [Fact]
    public void Few_users_are_bounded_by_their_own_cycle_and_many_by_the_bottleneck()
    {
        // Machine repairman asymptotes: D = 20 ms on one server, Z = 1 s, so X ≤ min(50, N/1.02), which meet at N* = 51.
        CapacityStep[] steps = [.. new double[] { 1, 2, 5, 10 }.Select(users => With(SampleSteps.Users(users, users / 1.02, 20), ("cpu", users / 1.02 * 0.02, 1)))];

        var bounds = OperationalAnalysis.Of(steps);

        bounds.ThinkSeconds.Should().BeApproximately(1, 1e-9);
        bounds.UnloadedSeconds.Should().BeApproximately(0.02, 1e-9);
        bounds.At(10).Should().BeApproximately(10 / 1.02, 1e-9);
        bounds.At(1000).Should().BeApproximately(50, 1e-9);
        bounds.SaturationUsers.Should().BeApproximately(51, 1e-6);
    }

    [Fact]
    public void The_interval_of_a_demand_holds_the_true_one_as_often_as_it_says()
    {
        var inside = 0;
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new SeededRandom(seed);
            var demand = UtilisationLaw.Of([.. new double[] { 50, 100, 150, 200, 250, 300 }
                .Select(x => With(SampleSteps.Rate(x, x), ("cpu", ((x * 0.008) + Normal.Sample(random, 0, 0.05)) / 4, 4)))]).Demands[0].DemandMs;
            inside += demand.Low <= 8 && 8 <= demand.High ? 1 : 0;
        }

        inside.Should().BeGreaterThanOrEqualTo(181, "95 % of 200 are 190, and fewer than 181 come by chance in 0.4 % of such sets");
    }

    [Fact]
    public void A_demand_that_grows_with_the_load_is_told_for_it_waits_for_another()
    {
        CapacityStep[] steps = [.. new double[] { 50, 100, 150, 200, 250, 300 }.Select(x => With(SampleSteps.Rate(x, x), ("pool", x * 0.01 * (1 + (x / 300)) / 50, 50)))];

        UtilisationLaw.Of(steps).Demands[0].GrowsWithLoad.Should().BeTrue();
    }

    [Fact]
    public void No_bound_lies_below_what_a_step_reached()
    {
        // What the machine does besides requests, and requests that are handled together: each takes less at higher load. Busy shares of a real search.
        (double X, double Busy)[] seen = [(150, 0.165), (300, 0.316), (600, 0.62), (1200, 0.778), (1700, 0.915), (1853, 0.959), (2024, 0.937)];
        CapacityStep[] steps = [.. seen.Select(step => With(SampleSteps.Rate(step.X, step.X), ("cpu", step.Busy, 2)))];

        var cpu = UtilisationLaw.Of(steps).Demands.Single();

        (cpu.FallsWithLoad, cpu.GrowsWithLoad).Should().Be((true, false));
        cpu.Bound.Estimate.Should().BeApproximately(2024 / 0.937, 0.01);
        (cpu.Bound.Low, cpu.Bound.High).Should().Be((2024, cpu.Bound.Estimate));
        cpu.DemandMs.Estimate.Should().BeApproximately(2 * 0.937 / 2024 * 1000, 1e-9);
    }

    [Fact]
    public void Steps_in_which_requests_failed_show_no_demand_of_those_that_succeeded()
    {
        // 8 ms of 4 cores: 500/s. In the overload all cores are busy with requests that fail.
        CapacityStep[] steps = [.. new double[] { 50, 100, 200, 400 }.Select(x => With(SampleSteps.Rate(x, x), ("cpu", x * 0.008 / 4, 4))), With(SampleSteps.Rate(600, 100), ("cpu", 1, 4)) with { ErrorRatio = 0.8 }];

        UtilisationLaw.Of(steps).Demands.Single().Bound.Estimate.Should().BeApproximately(500, 1e-6);
    }

    [Fact]
    public void What_two_resources_cannot_be_told_apart_by_is_told()
    {
        double[] noise = [1.1, 0.9, 1.05, 0.95];
        CapacityStep[] steps = [.. new double[] { 50, 100, 200, 400 }.Select((x, at) => With(SampleSteps.Rate(x, x), ("pool", x * 0.1 * noise[at] / 50, 50), ("cpu", x * 0.0079 / noise[at] / 4, 4)))];

        var bounds = OperationalAnalysis.Of(steps);

        (bounds.Bottleneck!.Name, bounds.Alternatives.Single().Name).Should().Be(("cpu", "pool"), "509/s and 517/s lie in each other's interval");
    }

    [Fact]
    public void What_is_not_known_has_no_demand_and_says_why()
    {
        CapacityStep[] steps =
        [
            With(SampleSteps.Rate(10, 10), ("idle", 0, 1), ("twice", 0.1, 1)),
            With(SampleSteps.Rate(20, 20), ("idle", 0, 1), ("grown", 0.1, 1), ("twice", 0.2, 1)),
            With(SampleSteps.Rate(30, 30), ("idle", 0, 1), ("grown", 0.1, 2)),
            With(SampleSteps.Rate(40, 40), ("grown", 0.1, 2)),
        ];

        var (demands, refusals) = UtilisationLaw.Of(steps);

        demands.Should().BeEmpty();
        refusals.Should().Equal("idle: it was never busy", "twice: 2 steps show it, 3 needed", "grown: its number of servers changed between the steps");
        OperationalAnalysis.Of(steps).At(5).Should().BeNull();
    }

    private static CapacityStep With(CapacityStep step, params (string Name, double Busy, double Units)[] uses) =>
        step with { Resources = [.. uses.Select(use => new ResourceUse(use.Name, use.Name, use.Busy, use.Units))] };
}
