using LoadLab.Core.Runs;
using LoadLab.K6.Driving;

namespace LoadLab.Tests.K6.Driving;

/// <summary>What k6's exit codes and its log mean for a run.</summary>
public sealed class DrivenEndTests
{
    [Theory]
    [InlineData(0, RunOutcome.Completed, "")]
    [InlineData(99, RunOutcome.Completed, "")]
    [InlineData(108, RunOutcome.Stopped, "the script ended the test (exec.test.abort): it broke")]
    [InlineData(107, RunOutcome.Incomplete, "k6 ended with exit code 107: it broke")]
    [InlineData(137, RunOutcome.Incomplete, "k6 was killed by signal 9")]
    public void An_exit_code_that_is_no_end_of_the_plan_never_passes(int exit, RunOutcome outcome, string reason)
    {
        var log = new K6Log();
        log.Add("""{"level":"error","msg":"it broke","time":"2026-11-27T17:30:29Z"}""");

        var end = DrivenEnd.Of(exit, log, [], [], 7, isStopped: false);

        (end.Outcome, end.Reason).Should().Be((outcome, reason));
    }

    [Fact]
    public void A_threshold_with_abortOnFail_is_a_rule_that_stopped_the_run()
    {
        var threshold = new ScriptThreshold("http_req_failed", "rate<0.1", "rate", "<", 0.1, AbortOnFail: true, TimeSpan.Zero);
        var log = new K6Log();
        log.Add("""{"level":"error","msg":"thresholds on metrics 'http_req_failed' were crossed; at least one has abortOnFail enabled, stopping test prematurely"}""");

        var end = DrivenEnd.Of(99, log, [threshold], [], 7, isStopped: false);

        (end.Outcome, end.Stop!.Slo, end.Stop.Second).Should().Be((RunOutcome.Stopped, "http_req_failed rate<0.1", 7));
    }

    [Fact]
    public void A_test_that_its_script_marks_as_failed_is_not_valid()
    {
        DrivenEnd.Of(110, new K6Log(), [], [], 7, isStopped: false).Findings.Should().ContainSingle().Which.Severity.Should().Be(LoadLab.Core.Measurement.FindingSeverity.Invalid);
    }

    [Fact]
    public void What_the_script_prints_is_told_apart_from_the_log()
    {
        var log = new K6Log();

        log.Add("""{"error":"dial tcp: refused","level":"warning","msg":"Request Failed","time":"t"}""").Should().Be("k6 warning: Request Failed: dial tcp: refused");
        log.Add("""{"level":"info","msg":"hello","source":"console"}""").Should().Be("hello");
        log.Add("""{"my":"summary"}""").Should().BeNull();
        log.Add("done").Should().BeNull();
        log.Output.Should().Be("{\"my\":\"summary\"}\ndone\n");
    }

    [Theory]
    [InlineData(0.3, RunOutcome.Completed, "")]
    [InlineData(2, RunOutcome.Incomplete, "k6 ended with exit code 0, 2 s before its plan did")]
    public void What_of_the_plan_was_not_run_is_never_taken_for_run(double missing, RunOutcome outcome, string reason)
    {
        var end = DrivenEnd.Of(0, new K6Log(), [], [], 7, isStopped: false, missing);

        (end.Outcome, end.Reason).Should().Be((outcome, reason));
    }

    [Fact]
    public void One_that_was_given_up_says_why_unless_somebody_asked_it_to_stop()
    {
        DrivenEnd.Of(137, new K6Log(), [], [], 7, isStopped: false, 0, "it hung").Should().Match<DrivenEnd>(end => end.Outcome == RunOutcome.Incomplete && end.Reason == "it hung");
        DrivenEnd.Of(137, new K6Log(), [], [], 7, isStopped: true, 0, "it hung").Outcome.Should().Be(RunOutcome.Interrupted);
    }

    [Fact]
    public void The_first_line_of_a_crash_is_why_it_ended()
    {
        var log = new K6Log();
        foreach (var line in new[] { """{"level":"error","msg":"before"}""", "panic: runtime error: index out of range", "", "goroutine 1 [running]:", "panic: again", """{"level":"error","msg":"after"}""" })
        {
            log.Add(line);
        }

        DrivenEnd.Of(2, log, [], [], 7, isStopped: false).Reason.Should().Be("k6 ended with exit code 2: panic: runtime error: index out of range");
    }
}
