using LoadLab.Core.Evaluation;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.CapacityTests;

/// <summary>The smoke suite as a test: this is how a team puts the gate into its own test run.</summary>
public sealed class SmokeTests(SmokeRun run) : IClassFixture<SmokeRun>
{
    private RunRecord Record => run.Result.Record;

    [Fact]
    public void The_whole_plan_ran() => Record.Outcome.Should().Be(RunOutcome.Completed, Record.OutcomeReason);

    [Fact]
    public void No_required_SLO_that_was_measured_is_missed() =>
        run.Result.Evaluation.Verdicts.Should().NotBeEmpty().And.NotContain(verdict => verdict.Required && verdict.Verdict == Verdict.Fail);

    [Theory]
    [InlineData("api-response-p95")]
    [InlineData("api-response-p99")]
    public void Response_times_are_judged_by_their_whole_interval(string id)
    {
        var verdict = run.Result.Evaluation.Verdicts.Should().ContainSingle(candidate => candidate.Id == id).Subject;

        verdict.Samples.Should().BeGreaterThanOrEqualTo(368, "a P99 needs them");
        verdict.Low.Should().BeLessThanOrEqualTo(verdict.Measured!.Value);
        verdict.High.Should().BeGreaterThanOrEqualTo(verdict.Measured!.Value);
        // How fast this machine is today is not the test's business; that the verdict follows from the interval is.
        var expected = verdict.Low >= verdict.Limit ? Verdict.Fail
            : verdict.High < verdict.Limit && run.Result.Evaluation.Validity.Status == ValidityStatus.Valid ? Verdict.Pass
            : Verdict.Inconclusive;
        verdict.Verdict.Should().Be(expected, verdict.Reason);
    }

    [Fact]
    public void Nothing_vanishes()
    {
        Record.Phases.Should().NotBeEmpty();
        foreach (var phase in Record.Phases)
        {
            phase.Measured.AddUp.Should().BeTrue("scheduled = started + dropped and started = ok + failed + interrupted in {0}: {1}", phase.Name, phase.Measured);
            phase.Whole.AddUp.Should().BeTrue("the same with ramps in {0}: {1}", phase.Name, phase.Whole);
            phase.Measured.Ok.Should().BePositive();
        }
    }

    [Fact]
    public void Littles_law_holds_within_5_percent() =>
        Record.Phases.Should().OnlyContain(phase => phase.Little.Ratio > 0.95 && phase.Little.Ratio < 1.05);

    [Fact]
    public void The_probes_saw_a_real_stack()
    {
        Max(MeasureNames.DbPoolIdle).Should().BePositive();
        Max(MeasureNames.DbPoolMax).Should().Be(Record.Plan.Stack.Lms.PoolSize);
        Max(MeasureNames.RedisMemoryUsed).Should().BePositive();
        Record.Fingerprint.Should().Contain("postgres.fsync", "on");
    }

    [Fact]
    public void What_is_on_disk_is_what_was_judged() =>
        RunDocumentWriter.ToJson(run.Stored.Record, run.Stored.Evaluation)
            .Should().Equal(RunDocumentWriter.ToJson(Record, run.Result.Evaluation));

    private double Max(string measure) =>
        Record.Probes.Single(series => series.Measure.Name == measure).Points.Max(point => point.Value);
}
