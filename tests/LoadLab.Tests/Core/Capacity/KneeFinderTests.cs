using LoadLab.Core.Capacity.Model;

namespace LoadLab.Tests.Core.Capacity;

public sealed class KneeFinderTests
{
    [Theory]
    [InlineData(10, 50)]
    [InlineData(4, 125)]
    [InlineData(25, 20)]
    public void One_server_has_its_knee_at_half_of_its_capacity(double serviceMs, double rate)
    {
        // M/M/1: R = S/(1−ρ), so R = 2S at ρ = ½.
        var knee = KneeFinder.Of([.. new[] { 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 0.9 }.Select(busy => SampleSteps.Mm1(busy * 1000 / serviceMs, serviceMs))]).Value!;

        knee.UnloadedMs.Should().BeApproximately(serviceMs, 1e-9);
        knee.Load.Should().BeApproximately(rate, 1e-9);
        (knee.Below, knee.Above).Should().Be((0.4 * 1000 / serviceMs, 0.6 * 1000 / serviceMs));
        knee.HighestFactor.Should().BeApproximately(10, 1e-9);
    }

    [Fact]
    public void Two_servers_have_theirs_at_a_utilisation_of_the_root_of_one_half()
    {
        // M/M/2: R = S/(1−ρ²), so R = 2S at ρ = √½. S = 10 ms, 200/s are ρ = 1.
        double[] busy = [0.02, 0.05, 0.1, 0.3, 0.5, 0.65, 0.7, 0.72, 0.8, 0.9];

        var knee = KneeFinder.Of([.. busy.Select(ratio => SampleSteps.Rate(200 * ratio, 200 * ratio, 10 / (1 - (ratio * ratio))))]).Value!;

        knee.Load!.Value.Should().BeApproximately(200 * Math.Sqrt(0.5), 0.5);
        knee.UnloadedMs.Should().BeApproximately(10, 0.05, "1/R bends a little");
    }

    [Fact]
    public void Users_without_think_time_at_one_server_have_theirs_at_two()
    {
        // R = N·S in the closed model: the second user waits for the first.
        var knee = KneeFinder.Of([.. new double[] { 1, 2, 4, 8 }.Select(users => SampleSteps.Users(users, 100, users * 10))]).Value!;

        (knee.UnloadedMs, knee.Load).Should().Be((10, 2));
    }

    [Fact]
    public void Without_queueing_there_is_no_knee()
    {
        var knee = KneeFinder.Of([.. new double[] { 10, 20, 30, 40 }.Select(rate => SampleSteps.Rate(rate, rate, 10 + (rate / 10)))]).Value!;

        (knee.Load, knee.Above, knee.Below).Should().Be((null, null, 40));
        knee.HighestFactor.Should().BeInRange(1.2, 1.6);
    }

    [Fact]
    public void A_mean_that_goes_down_again_is_pooled_with_the_one_before()
    {
        double[] ms = [10, 10, 10, 22, 14, 40];

        var knee = KneeFinder.Of([.. ms.Select((value, at) => SampleSteps.Rate(10 * (at + 1), 10 * (at + 1), value))]).Value!;

        (knee.Below, knee.Above).Should().Be((50, 60), "22 and 14 are 18 together, which is under 20");
    }

    [Fact]
    public void Too_little_is_refused()
    {
        KneeFinder.Of([SampleSteps.Rate(1, 1, 5), SampleSteps.Rate(2, 2), SampleSteps.Rate(3, 3, 5)]).Refusal.Should().Be("2 levels with a response time, 4 needed");
        KneeFinder.Of([.. new[] { 0.6, 0.7, 0.8, 0.9 }.Select(busy => SampleSteps.Mm1(busy * 100, 10))]).Refusal
            .Should().Be("the lowest level is past it already: 2.5 times the response time without queueing");
    }
}
