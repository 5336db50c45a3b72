using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Model;
using LoadLab.Core.Statistics;
using LoadLab.Sdk;
using MathNet.Numerics.Distributions;
using Xunit.Abstractions;

namespace LoadLab.Tests.Core.Capacity;

public sealed class ScalabilityFitterTests(ITestOutputHelper output)
{
    /// <summary>
    /// Queries a second with 1 to 32 threads, a benchmark that Cisco published for MySQL: Baron Schwartz, Practical Scalability Analysis with the Universal
    /// Scalability Law (2015), whose fit by Gunther's method in R is σ 0.02671591, κ 7.690945e-4, λ 995.6486, peak 12,341 at 35.
    /// </summary>
    private static readonly double[] s_cisco =
    [
        955.16, 1878.91, 2688.01, 3548.68, 4315.54, 5130.43, 5931.37, 6531.08, 7219.80, 7867.61, 8278.71, 8646.70, 9047.84, 9426.55, 9645.37, 9897.24,
        10097.60, 10240.50, 10532.39, 10798.52, 11151.43, 11518.63, 11806.00, 12089.37, 12075.41, 12177.29, 12211.41, 12158.93, 12155.27, 12118.04, 12140.40, 12074.39,
    ];

    private static readonly double[] s_levels = [1, 2, 4, 8, 12, 16, 24, 32, 48, 64];

    [Fact]
    public void The_Cisco_data_have_the_published_parameters()
    {
        var model = Fit(s_cisco.Select((throughput, at) => SampleSteps.Users(at + 1, throughput)));

        model.Sigma.Estimate.Should().BeApproximately(0.02671591, 0.02671591 * 2e-6);
        model.Kappa.Estimate.Should().BeApproximately(7.690945e-4, 7.690945e-4 * 2e-6);
        model.Lambda.Estimate.Should().BeApproximately(995.6486, 995.6486 * 2e-6);
        Math.Floor(model.Peak!.Value.Estimate).Should().Be(35, "the book counts whole threads");
        model.At(35).Should().BeApproximately(12341.745, 0.01);
        model.PeakThroughput!.Value.Estimate.Should().BeApproximately(12342.853, 0.01);
        model.RSquared.Should().BeApproximately(0.9971, 1e-4);
        model.Asymptote.Should().BeNull();
        model.Points.Sum(model.Residual).Should().BeApproximately(s_cisco.Select((x, at) => x - model.At(at + 1)).Sum(), 1e-6);
    }

    [Fact]
    public void The_point_of_least_squares_has_no_slope_left()
    {
        var model = Fit(s_cisco.Select((throughput, at) => SampleSteps.Users(at + 1, throughput)));

        foreach (var (sigma, kappa) in new[] { (1.0001, 1.0), (0.9999, 1.0), (1.0, 1.0001), (1.0, 0.9999) })
        {
            Error(model.Lambda.Estimate, model.Sigma.Estimate * sigma, model.Kappa.Estimate * kappa).Should()
                .BeGreaterThan(Error(model.Lambda.Estimate, model.Sigma.Estimate, model.Kappa.Estimate));
        }

        double Error(double lambda, double sigma, double kappa) =>
            s_cisco.Select((x, at) => x - Law(lambda, sigma, kappa, at + 1)).Sum(residual => residual * residual);
    }

    [Theory]
    [InlineData(100, 0.05, 0.001, false)]
    [InlineData(100, 0.05, 0.001, true)]
    [InlineData(1000, 0.3, 0.01, true)]
    [InlineData(200, 0.1, 1e-5, true)]
    [InlineData(50, 0.02, 0, false)]
    [InlineData(50, 0.02, 0, true)]
    public void The_intervals_hold_what_made_the_data_as_often_as_they_say(double lambda, double sigma, double kappa, bool isPartOfTheValue)
    {
        const int Seeds = 200;
        var top = s_levels.Max(n => Law(lambda, sigma, kappa, n));
        int[] inside = [0, 0, 0, 0];

        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new SeededRandom(seed);
            var model = Fit(s_levels.Select(n => SampleSteps.Users(n, Law(lambda, sigma, kappa, n) + Normal.Sample(random, 0, isPartOfTheValue ? 0.02 * Law(lambda, sigma, kappa, n) : 0.01 * top))));
            bool[] holds = [Holds(model.Lambda, lambda), Holds(model.Sigma, sigma), Holds(model.Kappa, kappa), Holds(model.Band(20), Law(lambda, sigma, kappa, 20))];
            for (var at = 0; at < holds.Length; at++)
            {
                inside[at] += holds[at] ? 1 : 0;
            }
        }

        output.WriteLine($"λ, σ, κ and the curve at 20 inside of {Seeds}: {string.Join(", ", inside)}");

        // 19 of 20 are 190 of 200; two binomial standard errors are 6.
        inside.Should().AllSatisfy(count => count.Should().BeGreaterThanOrEqualTo((Seeds * 19 / 20) - 6));
    }

    [Fact]
    public void Where_kappa_may_be_0_there_is_no_peak_but_an_asymptote()
    {
        var random = new SeededRandom(7);

        var model = Fit(s_levels.Select(n => SampleSteps.Users(n, Law(50, 0.04, 0, n) + Normal.Sample(random, 0, 3))));

        (model.Kappa.Low, model.Peak, model.PeakThroughput).Should().Be((0, null, null));
        model.Asymptote!.Value.Low.Should().BeLessThan(50 / 0.04);
        model.Asymptote!.Value.High.Should().BeGreaterThan(50 / 0.04);
    }

    [Fact]
    public void Where_neither_slows_it_down_there_is_no_end_in_sight()
    {
        var model = Fit(s_levels.Select(n => SampleSteps.Users(n, 50 * n)));

        (model.Sigma.Low, model.Kappa.Low, model.Peak, model.Asymptote).Should().Be((0, 0, null, null));
        model.Lambda.Estimate.Should().BeApproximately(50, 1e-6);
    }

    [Fact]
    public void The_open_model_counts_requests_in_flight_and_leaves_overload_out()
    {
        // Through the law's own response time R = N/X the same curve comes back.
        var steps = s_levels[..8].Select(n => (N: n, X: Law(100, 0.05, 0.001, n))).Select(point => SampleSteps.Rate(point.X / 2, point.X, 1000 * point.N / point.X)).ToList();
        var top = steps[^1];

        var model = Fit([.. steps, SampleSteps.Rate(top.Load * 1.5, top.ThroughputPerSecond, 9_000)]);

        model.Kind.Should().Be(ConcurrencyKind.InFlight);
        model.Lambda.Estimate.Should().BeApproximately(100, 1e-4);
        model.Kappa.Estimate.Should().BeApproximately(0.001, 1e-8);
        model.LeftOut.Should().ContainSingle().Which.Should().Contain("overloaded, 66.7 % of the offered load was served");
        model.ResponseSecondsAt(steps[4].ThroughputPerSecond).Should().BeApproximately(steps[4].MeanMs!.Value / 1000, 1e-6);
        model.ResponseSecondsAt(model.PeakThroughput!.Value.Estimate * 1.01).Should().BeNull("no response time goes with more than the peak");
    }

    [Theory]
    [InlineData("4 levels, 6 needed", 1, 2, 4, 8)]
    [InlineData("5 levels, 6 needed", 1, 2, 4, 8, 8, 16)]
    [InlineData("the highest concurrency is 1.3 times the lowest, 3 needed", 40, 42, 44, 46, 48, 50)]
    public void Too_little_is_refused(string reason, params int[] levels)
    {
        var answer = ScalabilityFitter.Of([.. levels.Select(n => SampleSteps.Users(n, Law(100, 0.05, 0.001, n)))]);

        (answer.Value, answer.Refusal).Should().Be((null, reason));
    }

    [Fact]
    public void Data_that_do_not_follow_the_law_are_refused()
    {
        double[] wild = [10, 80, 12, 75, 15, 9, 70, 11];

        ScalabilityFitter.Of([.. wild.Select((x, at) => SampleSteps.Users(1 << at, x))]).Refusal.Should().MatchRegex(@"^the law explains \d+ % of the variation of throughput, 80 % needed$");
    }

    [Fact]
    public void Levels_that_lie_off_the_law_by_more_than_repeats_differ_are_refused()
    {
        // Throughput that jumps at 12 users: no law of this form does that, and repeats agree to a tenth of a percent.
        var steps = s_levels.SelectMany(n => new[] { 0.999, 1, 1.001 }.Select(repeat => SampleSteps.Users(n, repeat * (n < 12 ? 40 : 60) * Law(1, 0.05, 0.001, n)))).ToList();

        ScalabilityFitter.Of(steps).Refusal.Should().Be("levels lie further from the law than repeats of a level lie from each other: throughput does not follow it");
        Fit(s_levels.SelectMany(n => new[] { 0.98, 1, 1.03 }.Select(repeat => SampleSteps.Users(n, repeat * Law(50, 0.05, 0.001, n))))).LackOfFitError.Should().BeGreaterThan(0.001);
        Fit(s_levels.Select(n => SampleSteps.Users(n, Law(50, 0.05, 0.001, n)))).LackOfFitError.Should().BeNull("without repeats nothing tells a wrong curve from noise");
    }

    [Fact]
    public void Steps_that_say_nothing_are_left_out_and_named()
    {
        CapacityStep[] steps =
        [
            .. s_levels[..5].Select(n => SampleSteps.Users(n, 10 * n)),
            SampleSteps.Users(99, 990) with { Outcome = StepOutcome.Invalid },
            SampleSteps.Users(100, 0),
        ];

        ScalabilityFitter.Of(steps).Refusal.Should().Be("5 levels, 6 needed (2 steps left out: users-99: the generator shaped it; users-100: no request succeeded)");
        ScalabilityFitter.Of([SampleSteps.Users(1, 1), SampleSteps.Rate(1, 1)]).Refusal.Should().Be("steps of rate and of users cannot be in one model");
        ScalabilityFitter.Of([]).Refusal.Should().Be("0 levels, 6 needed");
    }

    private static ScalabilityModel Fit(IEnumerable<CapacityStep> steps)
    {
        var answer = ScalabilityFitter.Of([.. steps]);
        answer.Refusal.Should().BeEmpty();
        return answer.Value!;
    }

    private static bool Holds(Interval interval, double value) => interval.Low <= value && value <= interval.High;

    private static double Law(double lambda, double sigma, double kappa, double n) => lambda * n / (1 + (sigma * (n - 1)) + (kappa * n * (n - 1)));
}
