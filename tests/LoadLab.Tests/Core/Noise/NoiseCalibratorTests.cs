using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Noise;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Sdk;
using LoadLab.Tests.Core.Comparison;

namespace LoadLab.Tests.Core.Noise;

/// <summary>From whole runs to the verdict: calibration, and what compare makes of it.</summary>
public sealed class NoiseCalibratorTests
{
    private static readonly ComparisonSample Sample = new() { Seconds = 40, PerSecond = 50, Sigma = 0.3 };

    [Fact]
    public void Runs_that_differ_by_chance_alone_have_no_run_to_run_part()
    {
        var figure = Of(NoiseCalibrator.Calibrate(Runs(16, 0, 100)), FigureKind.P50);

        // The median of 2,000 lognormal times has a standard error of 1.2533 x 0.3 / sqrt(2000) = 0.84 %.
        figure.Spread.Should().BeInRange(0.005, 0.013);
        figure.RunSpread.Should().BeLessThan(figure.Spread);
    }

    [Fact]
    public void A_run_effect_of_known_size_is_found()
    {
        var figure = Of(NoiseCalibrator.Calibrate(Runs(30, 0.06, 200)), FigureKind.P50);

        figure.Spread.Should().BeInRange(0.045, 0.08);
        figure.RunSpread.Should().BeInRange(0.044, figure.Spread);
    }

    [Fact]
    public void Pairs_of_one_and_the_same_regress_without_a_calibration_and_not_with_it()
    {
        IReadOnlyList<NoiseCalibration> calibrations = [NoiseCalibrator.Calibrate(Runs(8, 0.06, 300))];
        var runs = Runs(40, 0.06, 400);

        int Claims(IReadOnlyList<NoiseCalibration> known) => Enumerable.Range(0, 20)
            .Count(pair => Comparer.Compare([runs[2 * pair]], [runs[(2 * pair) + 1]], calibrations: known).Figures.Any(figure => figure.Verdict is ShiftVerdict.Regressed or ShiftVerdict.Improved));

        Claims([]).Should().BeGreaterThan(5);
        Claims(calibrations).Should().BeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Twenty_percent_later_is_still_a_regression_and_the_interval_holds_it()
    {
        IReadOnlyList<NoiseCalibration> calibrations = [NoiseCalibrator.Calibrate(Runs(8, 0.01, 500))];

        var comparison = Comparer.Compare([Run(0.01, 601, 1)], [Run(0.01, 602, 1.2)], calibrations: calibrations);

        var median = comparison.Figures.First(figure => figure.Kind == FigureKind.P50);
        median.Verdict.Should().Be(ShiftVerdict.Regressed);
        median.Shift.Low.Should().BeLessThan(0.2);
        median.Shift.High.Should().BeGreaterThan(0.2);
        comparison.Noise.Should().BeSameAs(calibrations[0]);
        comparison.Notes.Should().ContainMatch("Noise of this machine: ±* % for P50, ±* % for P95, ±* % for P99, ±* % for throughput, ±* points for error-ratio, from 8 runs of 2026-11-23.*");
    }

    /// <summary>How much runs vary in which nothing breaks says nothing of those in which something does.</summary>
    [Fact]
    public void One_without_the_faults_of_the_runs_is_not_used()
    {
        var calibration = NoiseCalibrator.Calibrate(Runs(8, 0.01, 1_000));
        var calm = Run(0, 1, 1).Record;
        var broken = calm with { Plan = calm.Plan with { Faults = [new FaultPlan(FaultKind.Pause, "redis", TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(5))] } };

        NoiseMatch.Of([calibration], broken, broken).Why.Should().Contain("has fault redis pause at 20s for 5s and not none");
    }

    [Fact]
    public void The_check_calibrates_from_the_first_runs_and_compares_the_others_in_pairs()
    {
        var check = NoiseCheck.Of(Runs(8 + 20, 0.06, 2_000));

        (check.Pairs, check.Allowed).Should().Be((10, 1));
        check.ClaimedWithout.Should().BeGreaterThan(2);
        check.Holds.Should().BeTrue();
        ((Action)(() => NoiseCheck.Of(Runs(9, 0, 1)))).Should().Throw<LoadLabException>().WithMessage("9 runs are too few to check*");
    }

    [Fact]
    public void A_machine_that_has_become_wilder_fails_the_check()
    {
        var runs = Runs(8, 0.002, 3_000).Concat(Runs(20, 0.2, 4_000)).ToList();

        var check = NoiseCheck.Of(runs);

        check.Holds.Should().BeFalse();
        check.Claims.Should().HaveCountGreaterThan(1).And.AllSatisfy(claim => claim.Should().Contain("rate-10 p50"));
    }

    [Fact]
    public void Sets_need_no_calibration()
    {
        var comparison = Comparer.Compare(Runs(4, 0.01, 700), Runs(4, 0.01, 800, "b"), calibrations: [NoiseCalibrator.Calibrate(Runs(8, 0.2, 900))]);

        comparison.Noise.Should().BeNull();
    }

    [Fact]
    public void Without_one_it_says_how_to_make_one() =>
        Comparer.Compare([Run(0, 1, 1)], [Run(0, 2, 1)]).Notes.Should().Contain(
            "The noise of this machine is not calibrated for suite 'smoke', so what varies from run to run of one and the same build is not in the intervals. Make one: loadlab noise smoke");

    [Fact]
    public void One_of_another_machine_is_not_used_and_says_why()
    {
        var calibration = NoiseCalibrator.Calibrate(Runs(8, 0.01, 1_000));
        var elsewhere = Run(0, 2, 1);
        elsewhere = elsewhere with { Record = elsewhere.Record with { Fingerprint = new SortedDictionary<string, string> { ["cpu.count"] = "64" } } };

        var comparison = Comparer.Compare([Run(0, 1, 1)], [elsewhere], calibrations: [calibration]);

        comparison.Noise.Should().BeNull();
        comparison.Notes.Should().Contain("The noise calibration of 2026-11-23 is not used: run 'r2' has cpu.count 64 and not 2. Make one: loadlab noise smoke");
    }

    [Fact]
    public void One_of_another_load_or_kind_of_stack_is_not_used()
    {
        var calibration = NoiseCalibrator.Calibrate(Runs(8, 0.01, 1_000));
        var pair = Run(0, 1, 1).Record;
        var slower = pair with { Plan = pair.Plan with { Phases = [pair.Plan.Phases[0] with { MaxVirtualUsers = 7 }] } };
        var contained = pair with { Fingerprint = new SortedDictionary<string, string> { ["cpu.count"] = "2", ["stack.kind"] = "containers" } };

        NoiseMatch.Of([calibration], slower, slower).Why.Should().Contain("phase 'rate-10' maxVirtualUsers 7 and not 100");
        NoiseMatch.Of([calibration], contained, contained).Why.Should().Contain("stack.kind containers and not processes");
        NoiseMatch.Of([calibration], pair, pair).Calibration.Should().BeSameAs(calibration);
    }

    [Fact]
    public void What_cannot_be_calibrated_from_says_every_reason()
    {
        var runs = Runs(3, 0, 1).ToList();
        runs[1] = runs[1] with { Validity = ValidityStatus.Invalid };
        runs[2] = runs[2] with { Record = runs[2].Record with { Outcome = RunOutcome.Interrupted } };

        var act = () => NoiseCalibrator.Calibrate(runs);

        act.Should().Throw<LoadLabException>().Which.Faults.Should().HaveCount(3).And.ContainMatch("*is INVALID*").And.ContainMatch("*is not complete*").And.ContainMatch("3 runs are too few*");
    }

    [Fact]
    public void Runs_of_two_variants_or_commits_are_not_one_and_the_same()
    {
        var runs = Runs(4, 0, 1);
        var plan = runs[2].Record.Plan;
        runs[1] = runs[1] with { Record = runs[1].Record with { Plan = plan with { Overrides = new SortedDictionary<string, string> { ["lms.delay"] = "20ms" } } } };
        runs[2] = runs[2] with { Record = runs[2].Record with { Plan = plan with { Labels = new SortedDictionary<string, string> { ["commit"] = "1a2b" } } } };
        runs[3] = runs[3] with { Record = runs[3].Record with { Fingerprint = new SortedDictionary<string, string> { ["cpu.count"] = "64", ["postgres.fsync"] = "on" } } };

        var act = () => NoiseCalibrator.Calibrate(runs);

        act.Should().Throw<LoadLabException>().Which.Faults.Should().HaveCount(3)
            .And.ContainMatch("Run 'r2' is not of the same thing as 'r1': set lms.delay 20ms and not none.")
            .And.ContainMatch("Run 'r3' is not of the same thing as 'r1': another commit.")
            .And.ContainMatch("Run 'r4' is not of the same thing as 'r1': cpu.count 64 and not 2.");
    }

    internal static List<ComparedRun> Runs(int count, double runToRun, int seed, string name = "r") =>
        [.. Enumerable.Range(0, count).Select(at => Run(runToRun, seed + at, 1, name))];

    private static NoiseFigure Of(NoiseCalibration calibration, FigureKind kind) => calibration.Figures.First(figure => figure.Figure == kind.Word());

    private static ComparedRun Run(double runToRun, int seed, double factor, string name = "r")
    {
        var effect = Math.Exp(runToRun * ComparisonSample.Normal(new SeededRandom(seed)));
        return (Sample with { Seed = (1_000_000L * seed) + 17, MedianMicros = Sample.MedianMicros * effect * factor }).Run($"{name}{seed}");
    }
}
