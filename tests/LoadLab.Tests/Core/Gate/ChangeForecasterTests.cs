using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Gate;
using LoadLab.Core.Runs;
using LoadLab.Sdk;
using LoadLab.Tests.Core.Comparison;

namespace LoadLab.Tests.Core.Gate;

public sealed class ChangeForecasterTests
{
    private static readonly ComparisonSample Sample = new() { Seconds = 60, PerSecond = 50, Sigma = 0.4 };

    [Fact]
    public void A_longer_run_sees_a_smaller_change_down_to_what_varies_from_run_to_run()
    {
        var baseline = Baseline(1, 0.98, 1.02, 1.01, 0.99);
        var plan = baseline[0].Record.Plan;

        var shorter = P95(ChangeForecaster.Of("base", baseline, plan));
        var longer = P95(ChangeForecaster.Of("base", baseline, Holding(plan, 600)));

        longer.Smallest.Should().BeLessThan(shorter.Smallest);
        longer.Smallest.Should().BeGreaterThan(longer.SmallestEver);
        longer.SmallestEver.Should().Be(shorter.SmallestEver).And.BeGreaterThan(0.05, "a gate calls nothing within the margin a regression");
        shorter.Changes[0].Should().Be(new ChangeNeed(0.05, IsWithinMargin: true, null, null));
        shorter.Changes[2].Hold.Should().NotBeNull();
    }

    [Fact]
    public void Where_no_length_suffices_runs_do()
    {
        var wild = P95(ChangeForecaster.Of("base", Baseline(1, 0.85, 1.15, 1.1, 0.9), Baseline(1)[0].Record.Plan, new ComparisonMargin(0.01, 0.1)));

        wild.Changes[1].Hold.Should().BeNull();
        wild.Changes[2].RunsEach.Should().BeGreaterThan(4);
    }

    [Fact]
    public void One_run_knows_nothing_of_what_varies_and_says_so()
    {
        var forecast = ChangeForecaster.Of("base", Baseline(1), Baseline(1)[0].Record.Plan);

        forecast.Notes[0].Should().StartWith("Nothing is known of what varies from run to run, so that these are the least: a baseline of several runs tells");
        P95(forecast).SmallestEver.Should().BeApproximately(P95(forecast).Margin, 1e-9);
    }

    [Fact]
    public void A_plan_of_another_load_is_forecast_and_told()
    {
        var baseline = Baseline(1, 1.01);

        ChangeForecaster.Of("base", baseline, Holding(baseline[0].Record.Plan, 600)).Notes[^1].Should().StartWith("A gate of this plan would refuse the baseline, which put another load on the target: ");
        ChangeForecaster.Of("base", baseline, baseline[0].Record.Plan).Notes.Should().HaveCount(2);
    }

    [Fact]
    public void A_baseline_that_says_nothing_is_refused()
    {
        var act = () => ChangeForecaster.Of("base", [Baseline(1)[0] with { Validity = LoadLab.Core.Verdicts.ValidityStatus.Invalid }], Baseline(1)[0].Record.Plan);

        act.Should().Throw<LoadLabException>().Which.Faults.Single().Should().StartWith("Baseline 'base' cannot be used. Run 'base0' is INVALID");
    }

    private static FigureForecast P95(ChangeForecast forecast) => forecast.Figures.Single(figure => figure.Kind == FigureKind.P95);

    private static List<ComparedRun> Baseline(params double[] medians) =>
        [.. medians.Select((median, i) => (Sample with { Seed = 30 + i, MedianMicros = Sample.MedianMicros * median }).Run("base" + i))];

    private static RunPlan Holding(RunPlan plan, double seconds) => plan with
    {
        Phases = [plan.Phases[0] with { Segments = [new LoadSegment(Simulation.Inject(50, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(seconds)), Measured: true)] }],
    };
}
