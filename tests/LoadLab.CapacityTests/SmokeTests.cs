using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;

namespace LoadLab.CapacityTests;

/// <summary>The smoke suite as a test: this is how a team puts the gate into its own test run.</summary>
public sealed class SmokeTests(SmokeRun run) : IClassFixture<SmokeRun>
{
    private RunRecord Record => run.Result.Run.Record;

    [Fact]
    public void The_whole_plan_ran() => Record.Outcome.Should().Be(RunOutcome.Completed, Record.OutcomeReason);

    [Fact]
    public void No_required_SLO_that_was_measured_is_missed() =>
        run.Result.Run.Evaluation.Verdicts.Should().NotBeEmpty().And.NotContain(verdict => verdict.Required && verdict.Verdict == Verdict.Fail);

    [Theory]
    [InlineData("api-response-p95")]
    [InlineData("api-response-p99")]
    public void Response_times_are_judged_by_their_whole_interval(string id)
    {
        var verdict = run.Result.Run.Evaluation.Verdicts.Should().ContainSingle(candidate => candidate.Id == id).Subject;

        verdict.Samples.Should().BeGreaterThanOrEqualTo(368, "a P99 needs them");
        verdict.Low.Should().BeLessThanOrEqualTo(verdict.Measured!.Value);
        verdict.High.Should().BeGreaterThanOrEqualTo(verdict.Measured!.Value);
        // How fast this machine is today is not the test's business; that the verdict follows from the interval is.
        var expected = verdict.Low >= verdict.Limit ? Verdict.Fail
            : verdict.High < verdict.Limit && run.Result.Run.Evaluation.Validity.Status == ValidityStatus.Valid ? Verdict.Pass
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
    public void Littles_law_holds()
    {
        var findings = run.Result.Run.Evaluation.Validity.Findings.Where(finding => finding.Check == "littles-law").ToList();

        // Within 5 %, or within what a sample of a handful of users can show: the check's own tolerance.
        findings.Should().NotBeEmpty().And.OnlyContain(finding => finding.Severity == FindingSeverity.Info);
    }

    [Fact]
    public void The_probes_saw_a_real_stack()
    {
        Max(MeasureNames.DbPoolIdle).Should().BePositive();
        Max(MeasureNames.DbPoolMax).Should().Be(Record.Plan.Stack.Lms.PoolSize);
        Max(MeasureNames.RedisMemoryUsed).Should().BePositive();
        Record.Fingerprint.Should().Contain("postgres.fsync", "on");
    }

    [MailSinkTheory]
    [InlineData("email-p95-sla", 95)]
    [InlineData("email-p99-sla", 99)]
    public void Mail_is_measured_from_its_trigger_to_a_real_SMTP_server(string id, double percentile)
    {
        var verdict = run.Result.Run.Evaluation.Verdicts.Should().ContainSingle(candidate => candidate.Id == id).Subject;

        verdict.Verdict.Should().NotBe(Verdict.NotMeasured, verdict.Reason);
        verdict.Should().Match<SloVerdict>(v => v.Measure == MeasureNames.EmailDeliveryTime && v.Percentile == percentile && v.Samples > 0 && v.Measured > 0);
        Record.Fingerprint["smtp.server"].Should().NotBe("none");
        // Each graded work is one mail, and the last are taken in the drain.
        Rise(MeasureNames.EmailSent).Should().BePositive().And.BeLessThanOrEqualTo(Max(MeasureNames.JobsCompleted));
        Max(MeasureNames.EmailFailed).Should().Be(0);
    }

    [Fact]
    public void Background_jobs_are_judged_from_those_that_were_submitted()
    {
        var verdict = run.Result.Run.Evaluation.Verdicts.Should().ContainSingle(candidate => candidate.Id == "background-availability-sla").Subject;

        verdict.Verdict.Should().BeOneOf([Verdict.Pass, Verdict.Inconclusive], verdict.Reason);
        verdict.Samples.Should().BePositive().And.BeLessThanOrEqualTo((long)Max(MeasureNames.JobsSubmitted));
        verdict.Measured.Should().Be(1, verdict.Reason);
    }

    [Fact]
    public void What_is_on_disk_is_what_was_judged() =>
        RunDocumentWriter.ToJson(run.Stored.Record, run.Stored.Evaluation)
            .Should().Equal(RunDocumentWriter.ToJson(Record, run.Result.Run.Evaluation));

    private double Rise(string measure)
    {
        var points = Record.Probes.Single(series => series.Measure.Name == measure).Points;
        return points[^1].Value - points[0].Value;
    }

    private double Max(string measure) =>
        Record.Probes.Single(series => series.Measure.Name == measure).Points.Max(point => point.Value);
}
