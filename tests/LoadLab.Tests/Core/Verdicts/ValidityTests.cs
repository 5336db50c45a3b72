using LoadLab.Core;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Evaluation;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Verdicts;

public sealed class ValidityTests
{
    public static TheoryData<string, Action<RecordBuilderBox>> Invalid => new()
    {
        { "schedule-lag", box => box.Builder.LagMicros = 31_000 },
        { "dropped", box => box.Builder.Dropped = 1 },
        { "littles-law", box => box.Builder.LittleUsers = 106 },
        { "canary", box => box.Builder.CanaryMs = 21 },
        { "durability", box => box.Builder.Fingerprint["postgres.fsync"] = "off" },
        { "achieved-users", box => box.Builder.UsersAlive = 980 },
        { "outcome", box => box.Builder.Outcome = RunOutcome.Incomplete },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_run_passes_nothing(string check, Action<RecordBuilderBox> spoil)
    {
        var box = new RecordBuilderBox();
        spoil(box);

        var evaluation = EvaluatorTests.Evaluate(box.Builder);

        evaluation.Validity.Status.Should().Be(ValidityStatus.Invalid);
        evaluation.Validity.Findings[0].Check.Should().Be(check);
        evaluation.Validity.Findings[0].Advice.Should().NotBeEmpty();
        evaluation.Verdicts.Should().NotContain(verdict => verdict.Verdict == Verdict.Pass);
        evaluation.Decision.Should().Be(Decision.NoGo);
        evaluation.ExitCode.Should().Be(ExitCode.InvalidRun);
    }

    [Theory]
    [InlineData(29_900, ValidityStatus.Valid)]
    [InlineData(30_100, ValidityStatus.Invalid)]
    public void Lag_is_allowed_up_to_5_percent_of_the_tightest_limit(long micros, ValidityStatus status)
    {
        EvaluatorTests.Evaluate(new RecordBuilder { LagMicros = micros }).Validity.Status.Should().Be(status);
    }

    [Fact]
    public void A_failure_stays_a_failure_in_an_invalid_run()
    {
        var evaluation = EvaluatorTests.Evaluate(new RecordBuilder { Dropped = 1, PoolUsed = 50 });

        EvaluatorTests.Of(evaluation, "db-pool").Verdict.Should().Be(Verdict.Fail);
        evaluation.ExitCode.Should().Be(ExitCode.InvalidRun, "invalid goes before failed");
    }

    [Fact]
    public void Interrupted_goes_before_everything()
    {
        EvaluatorTests.Evaluate(new RecordBuilder { Outcome = RunOutcome.Interrupted, PoolUsed = 50 }).ExitCode.Should().Be(ExitCode.Interrupted);
    }

    [Fact]
    public void Fewer_arrivals_than_planned_are_an_invalid_run()
    {
        var record = new RecordBuilder().Build();
        var rate = record.Phases[1];
        var fewer = rate.Measured with { Scheduled = 8_900, Started = 8_900, Ok = 8_900 };
        var slices = record.Slices.Where(slice => slice.Key.Phase != "rate").Concat(Trim(record.Slices, 8_900)).ToList();

        var evaluation = Evaluator.Evaluate(
            record with { Phases = [record.Phases[0], rate with { Measured = fewer, Whole = fewer }], Slices = slices }, RecordBuilder.Catalogue);

        evaluation.Validity.Findings.Where(finding => finding.Severity == FindingSeverity.Invalid).Should().ContainSingle()
            .Which.Seen.Should().Be("8,900 of 9,000 planned arrivals started in phase 'rate' (98.89 %)");
    }

    [Theory]
    [InlineData(0.18, 0.0019, ValidityStatus.Valid)]
    [InlineData(0.18, 0.0024, ValidityStatus.Invalid)]
    [InlineData(1.8, 0.019, ValidityStatus.Invalid)]
    public void Littles_law_may_be_off_by_a_few_hundredths_of_a_user(double users, double serviceSeconds, ValidityStatus status)
    {
        var record = new RecordBuilder().Build();
        var phases = record.Phases.Select(phase => phase with { Little = new LittlesLaw(users, 100, serviceSeconds, 0, 6_000, 60) }).ToList();

        Evaluator.Evaluate(record with { Phases = phases }, RecordBuilder.Catalogue).Validity.Status.Should().Be(status);
    }

    [Fact]
    public void Lost_samples_are_found()
    {
        var record = new RecordBuilder().Build();
        var rate = record.Phases[1];

        var missing = Evaluator.Evaluate(record with { Phases = [record.Phases[0], rate with { Whole = rate.Whole with { Ok = rate.Whole.Ok - 1 } }] }, RecordBuilder.Catalogue);
        var unrecorded = Evaluator.Evaluate(record with { Slices = [.. record.Slices.Skip(1)] }, RecordBuilder.Catalogue);

        missing.Validity.Findings[0].Seen.Should().Be("phase 'rate', whole: 9000 scheduled, 9000 started, 0 dropped, 8999 ok, 0 failed, 0 interrupted");
        unrecorded.Validity.Findings[0].Seen.Should().Be("phase 'users': 8850 iterations in the histograms, 9000 counted");
    }

    [Fact]
    public void A_finding_of_the_run_itself_counts()
    {
        var died = new Finding("stack-process", FindingSeverity.Invalid, "redis ended", "no process of the stack ends", "See its log.");

        var evaluation = Evaluator.Evaluate(new RecordBuilder().Build() with { Findings = [died] }, RecordBuilder.Catalogue);

        evaluation.Validity.Status.Should().Be(ValidityStatus.Invalid);
        evaluation.Validity.Findings[0].Should().Be(died);
    }

    [Fact]
    public void A_run_without_any_traffic_passes_nothing()
    {
        var record = new RecordBuilder().Build() with { Phases = [], Seconds = [], Slices = [], Probes = [], Health = [] };

        var evaluation = Evaluator.Evaluate(record, RecordBuilder.Catalogue);

        evaluation.Verdicts.Should().OnlyContain(verdict => verdict.Verdict == Verdict.NotMeasured);
        evaluation.ExitCode.Should().Be(ExitCode.Inconclusive);
    }

    [Theory]
    [InlineData(1, 15_000, 96)]
    [InlineData(3, 15_000, 96)]
    [InlineData(4, 400_000, 96)]
    [InlineData(1, 650_000, 97)]
    [InlineData(5, 15_000, 96)]
    [InlineData(5, 31_000, 97)]
    public void A_run_of_a_few_late_starts_is_too_small_unless_they_shape_it(int starts, long lagMicros, int code)
    {
        // The tightest limit is 600 ms, so that 30 ms are allowed, and a start that is 650 ms late misses it by itself.
        var evaluation = Small(starts, lagMicros);

        ((int)evaluation.ExitCode).Should().Be(code);
        evaluation.Validity.Findings.Single(finding => finding.Check == "schedule-lag" && finding.Seen.Contains("'rate'")).Severity.Should().Be(
            code == 97 ? FindingSeverity.Invalid : lagMicros > 30_000 ? FindingSeverity.Warning : FindingSeverity.Info);
    }

    [Theory]
    [InlineData(5, ValidityStatus.Valid)]
    [InlineData(6, ValidityStatus.Invalid)]
    public void An_iteration_that_was_cut_off_spoils_only_what_could_pass(int ended, ValidityStatus status)
    {
        var evaluation = Small(ended, 500, cutOff: 1);

        evaluation.Validity.Status.Should().Be(status);
        evaluation.Validity.Findings.Should().ContainSingle(finding => finding.Check == "cut-off");
        ((int)evaluation.ExitCode).Should().Be(status == ValidityStatus.Valid ? 96 : 97);
    }

    [Theory]
    [InlineData(0, FindingSeverity.Info)]
    [InlineData(1, FindingSeverity.Info)]
    [InlineData(6, FindingSeverity.Info)]
    [InlineData(7, FindingSeverity.Invalid)]
    public void The_canary_says_nothing_of_what_is_allowed(int lateSeconds, FindingSeverity expected)
    {
        var record = new RecordBuilder().Build();
        record = record with { Health = [.. record.Health.Select((second, i) => i < lateSeconds ? second with { CanaryP99Ms = 25 } : second)] };

        Evaluator.Evaluate(record, RecordBuilder.Catalogue).Validity.Findings.Single(finding => finding.Check == "canary").Severity.Should().Be(expected, "5 % of 120 seconds are 6");
    }

    [Theory]
    [InlineData(false, 9_001, "9,001 arrivals started, 9,000 were planned in phase 'rate'")]
    [InlineData(false, 9_000, "9,000 of 9,000 planned arrivals started in phase 'rate'")]
    [InlineData(true, 9_100, "9,100 random arrivals started, 9,000 ± 190 were expected in phase 'rate'")]
    public void More_than_all_planned_arrivals_never_start(bool isRandom, long started, string seen)
    {
        var record = new RecordBuilder().Build();
        var counts = record.Phases[1].Measured with { Scheduled = started, Started = started, Ok = started };
        var plan = record.Plan.Phases[1] with { Segments = isRandom ? [new LoadSegment(new LoadLab.Sdk.LoadSimulation.PoissonPart(150, TimeSpan.FromSeconds(60)), true)] : record.Plan.Phases[1].Segments };
        record = record with { Plan = record.Plan with { Phases = [record.Plan.Phases[0], plan] }, Phases = [record.Phases[0], record.Phases[1] with { Measured = counts }] };

        Evaluator.Evaluate(record, RecordBuilder.Catalogue).Validity.Findings.Single(finding => finding.Check == "achieved-rate").Seen.Should().StartWith(seen);
    }

    /// <summary>A run of one phase with so many iterations in its first second, all started so late.</summary>
    private static RunEvaluation Small(int ended, long lagMicros, int cutOff = 0)
    {
        var record = new RecordBuilder { Rate = ended, LagMicros = lagMicros }.Build();
        var (phase, plan) = (record.Phases[1], record.Plan.Phases[1]);
        var counts = new Counts(ended + cutOff, ended + cutOff, 0, ended, 0, cutOff);
        return Evaluator.Evaluate(
            record with
            {
                Plan = record.Plan with { Phases = [plan with { Segments = [new LoadSegment(LoadLab.Sdk.Simulation.Inject(ended, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)), true)] }] },
                Phases = [phase with { MeasureEndSecond = phase.StartSecond + 1, MeasuredSeconds = 1, Measured = counts, Whole = counts }],
                Seconds = [record.Seconds.First(second => second.Phase == "rate")],
                Slices = [.. record.Slices.Where(slice => slice.Key.Phase == "rate" && slice.Second == phase.StartSecond)],
            },
            RecordBuilder.Catalogue);
    }

    private static IEnumerable<LoadSlice> Trim(IReadOnlyList<LoadSlice> slices, int iterations)
    {
        var kept = new LatencyHistogram();
        kept.Record(20_000, 150 - (9_000 - iterations));
        var rate = slices.Where(slice => slice.Key.Phase == "rate").ToList();
        return rate.Select(slice => slice.Second == rate[0].Second ? slice with { Response = kept.Pack(), Service = kept.Pack() } : slice);
    }

    /// <summary>Public for the theory; its content is not.</summary>
    public sealed class RecordBuilderBox
    {
        internal RecordBuilder Builder { get; } = new();
    }
}
