using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Core.Comparison;

public sealed class ComparerTests
{
    private static readonly ComparisonSample Sample = new() { Seconds = 120, PerSecond = 100, Sigma = 0.2 };

    [Fact]
    public void Two_runs_that_measured_the_same_are_equivalent()
    {
        var comparison = Comparer.Compare([Sample.Run("a")], [Sample.Run("b")]);

        comparison.Figures.Select(figure => (figure.Kind, figure.Verdict)).Should().Equal(FigureKinds.All.Select(kind => (kind, ShiftVerdict.Equivalent)));
        comparison.Figures.Should().OnlyContain(figure => figure.Shift.Estimate == 0 && figure.Before == figure.After);
        comparison.ExitCode.Should().Be(ExitCode.Ok);
    }

    [Fact]
    public void A_shift_of_20_percent_is_a_regression_whose_interval_holds_it_and_the_way_back_an_improvement()
    {
        var slow = Sample with { Seed = 2, MedianMicros = Sample.MedianMicros * 1.2 };

        var worse = Comparer.Compare([Sample.Run("a")], [slow.Run("b")]);
        var better = Comparer.Compare([slow.Run("b")], [Sample.Run("a")]);

        foreach (var kind in new[] { FigureKind.P50, FigureKind.P95, FigureKind.P99 })
        {
            var figure = worse.Figures.Single(f => f.Kind == kind);
            figure.Verdict.Should().Be(ShiftVerdict.Regressed);
            figure.Shift.Low.Should().BeInRange(0.05, 0.2);
            figure.Shift.High.Should().BeInRange(0.2, 0.35);
            better.Figures.Single(f => f.Kind == kind).Verdict.Should().Be(ShiftVerdict.Improved);
        }

        worse.Figures.Where(figure => figure.Kind >= FigureKind.Throughput).Should().OnlyContain(figure => figure.Verdict == ShiftVerdict.Equivalent);
        worse.ExitCode.Should().Be(ExitCode.Regression);
        better.ExitCode.Should().Be(ExitCode.Ok);
    }

    [Fact]
    public void One_run_against_a_baseline_of_several_is_decided_by_what_these_vary_by()
    {
        // Five runs whose medians stray by 2 %: 1 and 5 runs as sets can show no shift at all.
        double[] strays = [0.97, 0.99, 1, 1.02, 1.03];
        List<ComparedRun> baseline = [.. strays.Select((stray, i) => (Sample with { Seed = 10 + i, MedianMicros = Sample.MedianMicros * stray }).Run("base" + i))];

        var same = Comparer.Compare(baseline, [(Sample with { Seed = 20, MedianMicros = Sample.MedianMicros * 1.03 }).Run("same")]);
        var worse = Comparer.Compare(baseline, [(Sample with { Seed = 21, MedianMicros = Sample.MedianMicros * 1.3 }).Run("worse")]);

        same.Figures.Should().NotContain(figure => figure.Verdict == ShiftVerdict.Regressed || figure.Verdict == ShiftVerdict.Improved);
        var p95 = worse.Figures.Single(figure => figure.Kind == FigureKind.P95);
        p95.Verdict.Should().Be(ShiftVerdict.Regressed);
        // t(4) = 2.776, times the square root of 1 + 1/5, times 2.4 %: about 7 % to each side.
        (p95.Shift.Estimate - p95.Shift.Low).Should().BeInRange(0.06, 0.13);
        worse.Method.Should().StartWith("One run against the mean of 5: ");
        worse.Notes.Should().NotContain(note => note.Contains("cannot show"));
        Comparer.Compare([worse.After.Select(_ => (Sample with { Seed = 21, MedianMicros = Sample.MedianMicros * 1.3 }).Run("worse")).Single()], baseline)
            .Figures.Single(figure => figure.Kind == FigureKind.P95).Verdict.Should().Be(ShiftVerdict.Improved);
    }

    [Fact]
    public void Errors_are_compared_as_points_since_there_may_be_none_before()
    {
        var comparison = Comparer.Compare([Sample.Run("a")], [(Sample with { Failing = 0.05 }).Run("b")]);

        var errors = comparison.Figures.Single(figure => figure.Kind == FigureKind.ErrorRatio);
        errors.Verdict.Should().Be(ShiftVerdict.Regressed);
        errors.Shift.Estimate.Should().BeApproximately(0.05 / 1.05, 1e-9);
        errors.Margin.Should().Be(0.001);
    }

    [Theory]
    [InlineData(2_000_000, ShiftVerdict.Regressed)]
    [InlineData(1, ShiftVerdict.Equivalent)]
    public void Failures_that_took_longer_than_the_percentile_on_both_sides_are_slower_than_it(long micros, ShiftVerdict expected)
    {
        // One in twenty-five on both sides: the error ratios are the same, and only the times of the failures differ.
        var before = Failing(Sample.Run("a"), 1);
        var after = Failing(Sample.Run("b"), micros);

        var comparison = Comparer.Compare([before], [after]);

        var p99 = comparison.Figures.Single(figure => figure.Kind == FigureKind.P99);
        p99.Verdict.Should().Be(expected);
        (p99.After > 1_900).Should().Be(expected == ShiftVerdict.Regressed);
        comparison.Figures.Single(figure => figure.Kind == FigureKind.ErrorRatio).Shift.Estimate.Should().Be(0);
        comparison.Notes.Any(note => note.StartsWith("480 failures took longer than the P99")).Should().Be(expected == ShiftVerdict.Regressed);
        Comparer.Compare([after], [Failing(Sample.Run("c"), micros)]).Figures.Single(figure => figure.Kind == FigureKind.P99).Verdict.Should().Be(ShiftVerdict.Equivalent);
    }

    private static ComparedRun Failing(ComparedRun run, long micros)
    {
        var times = new LatencyHistogram();
        times.Record(micros, 4);
        var failed = run.Record.Slices.Select(slice => slice with { Key = slice.Key with { Class = ResultClasses.Status5xx }, Response = times.Pack(), Service = times.Pack() });
        return run with { Record = run.Record with { Slices = [.. run.Record.Slices, .. failed] } };
    }

    [Fact]
    public void Throughput_that_falls_is_a_regression()
    {
        var half = (Sample with { PerSecond = 50 }).Run("b");
        var after = half with { Record = half.Record with { Plan = Sample.Run().Record.Plan } };

        var figure = Comparer.Compare([Sample.Run("a")], [after]).Figures.Single(f => f.Kind == FigureKind.Throughput);

        (figure.Verdict, figure.Before, figure.After).Should().Be((ShiftVerdict.Regressed, 100, 50));
    }

    [Fact]
    public void A_shift_within_the_floor_of_a_millisecond_is_equivalent_however_large_its_share()
    {
        var fast = Sample with { MedianMicros = 300 };

        var comparison = Comparer.Compare([fast.Run("a")], [(fast with { MedianMicros = 390 }).Run("b")]);

        comparison.Figures.First(figure => figure.Kind == FigureKind.P50).Verdict.Should().Be(ShiftVerdict.Equivalent);
    }

    [Fact]
    public void Sets_are_compared_by_run_and_say_when_they_are_too_small()
    {
        var small = Sample with { Seconds = 20 };
        List<ComparedRun> Runs(int count, double factor, string name) =>
            [.. Enumerable.Range(0, count).Select(i => (small with { Seed = 100 + i, MedianMicros = small.MedianMicros * factor * (1 + (0.01 * i)) }).Run(name + i))];

        var few = Comparer.Compare(Runs(3, 1, "a"), Runs(3, 1.3, "b"));
        var enough = Comparer.Compare(Runs(6, 1, "a"), Runs(6, 1.3, "b"));

        few.Figures.Should().OnlyContain(figure => figure.Verdict == ShiftVerdict.Inconclusive);
        few.Notes.Should().Contain("3 and 3 runs cannot show any shift at 95 %: their smallest possible error is 10 %. Make 4 or more runs each.");
        enough.Figures.Where(figure => figure.Kind <= FigureKind.P99).Should().OnlyContain(figure => figure.Verdict == ShiftVerdict.Regressed && figure.Shift.Low < 0.3 && figure.Shift.High > 0.3);
    }

    [Fact]
    public void A_few_requests_prove_neither_a_throughput_nor_the_absence_of_errors()
    {
        // A seed makes the same few requests in every run of a side: seven here, six there, and not one failed.
        List<ComparedRun> Runs(int seconds, string name) =>
            [.. Enumerable.Range(0, 5).Select(i => (Sample with { Seed = i, Seconds = seconds, PerSecond = 1 }).Run(name + i)).Select(run => run with { Record = run.Record with { Plan = Sample.Run().Record.Plan } })];

        var figures = Comparer.Compare(Runs(7, "a"), Runs(6, "b")).Figures;

        figures.Should().OnlyContain(figure => figure.Verdict == ShiftVerdict.Inconclusive);
        figures.Single(figure => figure.Kind == FigureKind.Throughput).Reason.Should().Be("6 samples are too few for throughput: 80 needed.");
        figures.Single(figure => figure.Kind == FigureKind.ErrorRatio).Shift.High.Should().BeGreaterThan(0.05, "30 requests without a failure allow for 9 %");
    }

    [Fact]
    public void What_must_not_be_compared_is_refused_with_every_reason()
    {
        var a = Sample.Run("a").Record;
        var b = Sample.Run("b").Record;
        var empty = b with { RunId = "c", Slices = [] };
        var other = b with { RunId = "d", Plan = b.Plan with { Suite = "capacity" } };
        var longer = (Sample with { Seconds = 30 }).Run("e").Record;

        var act = () => Comparer.Compare(
            [new(a, ValidityStatus.Valid), new(b, ValidityStatus.Invalid)],
            [new(empty, ValidityStatus.Valid), new(other, ValidityStatus.Valid), new(longer with { Outcome = RunOutcome.Stopped }, ValidityStatus.Valid)]);

        var faults = act.Should().Throw<LoadLabException>().Which.Faults;
        faults.Should().HaveCount(5);
        faults[0].Should().Be("Run 'b' is INVALID: the generator shaped its figures. See: loadlab runs show b");
        faults[1].Should().Be("Run 'c' has no request in the measured part of phase 'rate-10'.");
        faults[2].Should().Be("Run 'e' is not complete (stopped): its phases are shorter than planned.");
        faults[3].Should().Be("Run 'd' is of suite 'capacity', but 'a' is of suite 'smoke'.");
        faults[4].Should().StartWith("Run 'e' put another load on the target than 'a': phase 'rate-10' segments ");
    }

    [Fact]
    public void A_run_that_has_not_ended_is_told_as_that_and_not_as_the_generators_fault()
    {
        var going = Sample.Run("a").Record with { Outcome = RunOutcome.Incomplete };

        ComparisonChecks.Faults(new ComparedRun(going, ValidityStatus.Invalid)).Should().Equal(
            "Run 'a' has not ended: it is still running, or it was killed. Wait for its end, or name another run.");
    }

    [Fact]
    public void A_run_against_itself_is_refused()
    {
        var act = () => Comparer.Compare([Sample.Run("a")], [Sample.Run("a")]);

        act.Should().Throw<LoadLabException>().Which.Faults.Should().Equal("Run 'a' stands on both sides.");
    }

    [Fact]
    public void All_facts_that_differ_are_named_those_that_matter_first()
    {
        var a = Sample.Run("a").Record;
        var b = Sample.Run("b").Record with
        {
            Fingerprint = new SortedDictionary<string, string> { ["cpu.count"] = "4", ["postgres.fsync"] = "on", ["host.name"] = "b", ["lms.cache.ttl"] = "00:00:30" },
            Plan = a.Plan with { Seed = 7, Settings = new SortedDictionary<string, string> { ["http.method"] = "POST" }, Overrides = new SortedDictionary<string, string> { ["lms.delay"] = "30ms" } },
        };

        var differences = Comparer.Compare([new(a, ValidityStatus.Valid)], [new(b, ValidityStatus.Valid)]).Differences;

        differences.Select(fact => (fact.Key, fact.Before[0], fact.After[0], fact.Matters)).Should().Equal(
            ("cpu.count", "2", "4", true), ("lms.cache.ttl", "", "30s", true), ("set http.method", "", "POST", true), ("set lms.delay", "", "30ms", true), ("host.name", "", "b", false), ("seed", "42", "7", false));
    }

    [Fact]
    public void A_step_of_one_side_only_is_named_and_not_compared()
    {
        var comparison = Comparer.Compare([Sample.Run("a")], [(Sample with { Steps = ["browse", "submit"] }).Run("b")]);

        comparison.Notes.Should().Contain("'rate-10 student/browse' is not compared: only b had it.").And.Contain("'rate-10 student/submit' is not compared: only b had it.");
        comparison.Figures.Select(figure => figure.Step.ToString()).Distinct().Should().Equal("rate-10");
    }
}
