using FsCheck;
using FsCheck.Fluent;
using LoadLab.Core.Runs;
using LoadLab.Engine.Pacing;
using LoadLab.Sdk;

namespace LoadLab.Tests.Engine.Pacing;

public sealed class ArrivalScheduleTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(150, 90, 13_500)]
    [InlineData(0.2, 60, 12)]
    [InlineData(1 / 3.0, 3, 1)]
    [InlineData(2.5, 1, 3)]
    [InlineData(100_000, 0.5, 50_000)]
    public void Constant_rate_gives_rate_times_length_arrivals_evenly_spaced(double rate, double seconds, int expected)
    {
        var arrivals = All(Measured(Simulation.Inject(rate, Second, TimeSpan.FromSeconds(seconds))));

        arrivals.Should().HaveCount(expected);
        for (var n = 0; n < arrivals.Count; n++)
        {
            arrivals[n].Number.Should().Be(n);
            arrivals[n].OffsetSeconds.Should().BeApproximately(n / rate, 1e-9);
        }
    }

    [Fact]
    public void Ramp_follows_the_closed_form_and_not_steps_of_a_second()
    {
        // λ(t) = 10·t, N(t) = 5·t², so the n-th arrival is at √(n/5).
        var arrivals = All(Measured(Simulation.RampingInject(100, Second, TimeSpan.FromSeconds(10))));

        arrivals.Should().HaveCount(500);
        for (var n = 0; n < arrivals.Count; n++)
        {
            arrivals[n].OffsetSeconds.Should().BeApproximately(Math.Sqrt(n / 5.0), 1e-9);
        }
    }

    [Fact]
    public void Ramp_down_is_the_ramp_up_seen_backwards()
    {
        var arrivals = All(
            Measured(Simulation.Inject(100, Second, Second)),
            Measured(Simulation.RampingInject(0, Second, TimeSpan.FromSeconds(10))));

        // N(t) = 100·t − 5·t² within the ramp.
        arrivals.Should().HaveCount(600);
        arrivals.Skip(100).Select((arrival, n) => Math.Abs((100 * (arrival.OffsetSeconds - 1)) - (5 * Math.Pow(arrival.OffsetSeconds - 1, 2)) - n))
            .Should().OnlyContain(difference => difference < 1e-6);
    }

    [Fact]
    public void Hold_after_a_ramp_has_exactly_its_own_arrivals_and_only_they_are_measured()
    {
        var arrivals = All(
            new LoadSegment(Simulation.RampingInject(150, Second, TimeSpan.FromSeconds(10)), Measured: false),
            Measured(Simulation.Inject(150, Second, TimeSpan.FromSeconds(90))));

        arrivals.Count(arrival => !arrival.Measured).Should().Be(750);
        arrivals.Count(arrival => arrival.Measured).Should().Be(13_500);
        arrivals.First(arrival => arrival.Measured).OffsetSeconds.Should().BeApproximately(10, 1e-9);
    }

    [Fact]
    public void Spacing_stays_even_over_a_seam_that_falls_between_two_arrivals()
    {
        // 3/s for 0.5 s is 1.5 arrivals: at 0 and 1/3 s; the next one is due at 2/3 s, in the next segment.
        var arrivals = All(
            Measured(Simulation.Inject(3, Second, TimeSpan.FromSeconds(0.5))),
            Measured(Simulation.Inject(3, Second, TimeSpan.FromSeconds(0.5))));

        arrivals.Select(arrival => Math.Round(arrival.OffsetSeconds, 6)).Should().Equal(0, 0.333333, 0.666667);
    }

    [Fact]
    public void Pause_has_no_arrivals_and_the_ramp_after_it_starts_from_zero()
    {
        var arrivals = All(
            Measured(Simulation.Inject(10, Second, Second)),
            Measured(Simulation.Pause(TimeSpan.FromSeconds(5))),
            Measured(Simulation.RampingInject(10, Second, TimeSpan.FromSeconds(2))));

        arrivals.Should().HaveCount(20);
        arrivals[10].OffsetSeconds.Should().BeApproximately(6, 1e-9);
        arrivals[11].OffsetSeconds.Should().BeApproximately(6 + Math.Sqrt(1 / 2.5), 1e-9);
    }

    [Fact]
    public void Poisson_gaps_are_exponential()
    {
        const int Rate = 200;
        var arrivals = All(Measured(Simulation.Poisson(Rate, Second, TimeSpan.FromSeconds(500))));
        var gaps = arrivals.Zip(arrivals.Skip(1), (a, b) => b.OffsetSeconds - a.OffsetSeconds).Order().ToArray();

        // Count: mean and variance λT, so 5 σ is √100,000 · 5. Shape: Kolmogorov–Smirnov, 1.95/√n at α = 0.001.
        arrivals.Count.Should().BeInRange(100_000 - 1582, 100_000 + 1582);
        var distance = gaps.Select((gap, i) => Math.Abs(1 - Math.Exp(-Rate * gap) - ((i + 0.5) / gaps.Length))).Max();
        distance.Should().BeLessThan(1.95 / Math.Sqrt(gaps.Length));
    }

    [Fact]
    public void Random_rate_stays_between_its_bounds_in_every_interval()
    {
        var arrivals = All(Measured(Simulation.InjectRandom(5, 20, Second, TimeSpan.FromSeconds(200))));
        var counts = Enumerable.Range(0, 200).Select(second => arrivals.Count(a => a.OffsetSeconds >= second && a.OffsetSeconds < second + 1)).ToArray();

        counts.Should().OnlyContain(count => count >= 4 && count <= 21);
        counts.Average().Should().BeApproximately(12.5, 1.5);
        counts.Distinct().Count().Should().BeGreaterThan(8);
    }

    [Fact]
    public void Iterations_for_inject_ends_after_its_iterations()
    {
        var arrivals = All(Measured(Simulation.IterationsForInject(10, Second, 25)));

        arrivals.Should().HaveCount(25);
        arrivals[^1].OffsetSeconds.Should().BeApproximately(2.4, 1e-9);
    }

    [Fact]
    public void Closed_segment_in_an_open_phase_is_refused()
    {
        var make = () => All(Measured(Simulation.KeepConstant(1, Second)));

        make.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Any_plan_gives_rising_offsets_within_it_and_the_same_ones_again()
    {
        var segment = Gen.OneOf(
            from rate in Gen.Choose(0, 300) from length in Gen.Choose(1, 40) select Simulation.Inject(rate, Second, TimeSpan.FromSeconds(length / 10.0)),
            from rate in Gen.Choose(0, 300) from length in Gen.Choose(1, 40) select Simulation.RampingInject(rate, Second, TimeSpan.FromSeconds(length / 10.0)),
            from rate in Gen.Choose(1, 300) from length in Gen.Choose(1, 40) select Simulation.Poisson(rate, Second, TimeSpan.FromSeconds(length / 10.0)),
            from rate in Gen.Choose(1, 50) from length in Gen.Choose(1, 40) select Simulation.InjectRandom(0, rate, Second, TimeSpan.FromSeconds(length / 10.0)),
            from length in Gen.Choose(1, 40) select Simulation.Pause(TimeSpan.FromSeconds(length / 10.0)));
        var plans = Gen.ArrayOf(segment, 5).ToArbitrary();

        Prop.ForAll(plans, plan =>
        {
            LoadSegment[] segments = [.. plan.Select(Measured)];
            var arrivals = All(segments);
            var again = All(segments);
            var total = plan.Sum(part => part.During.TotalSeconds);
            return arrivals.SequenceEqual(again)
                && arrivals.All(arrival => arrival.OffsetSeconds >= 0 && arrival.OffsetSeconds <= total + 1e-6)
                && arrivals.Zip(arrivals.Skip(1)).All(pair => pair.Second.OffsetSeconds >= pair.First.OffsetSeconds - 1e-9)
                && arrivals.Select(arrival => arrival.Number).SequenceEqual(Enumerable.Range(0, arrivals.Count).Select(n => (long)n));
        }).QuickCheckThrowOnFailure();
    }

    private static LoadSegment Measured(LoadSimulation simulation) => new(simulation, Measured: true);

    private static List<Arrival> All(params LoadSegment[] segments)
    {
        var schedule = new ArrivalSchedule(segments, seed: 42);
        var arrivals = new List<Arrival>();
        while (schedule.TryNext(out var arrival))
        {
            arrivals.Add(arrival);
        }

        return arrivals;
    }
}
