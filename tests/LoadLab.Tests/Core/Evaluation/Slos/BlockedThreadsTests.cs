using LoadLab.Core.Evaluation;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Core.Evaluation.Slos;

public sealed class BlockedThreadsTests
{
    [Fact]
    public void A_generator_never_stands_still_for_longer_than_there_was_time()
    {
        // The wait grows by a second each second, and each second tells all of it: 10.6 s of 6 s, as it once said.
        var record = Late(second => new HealthSecond(second, 0.3, 0.5, 1, 0, 1000 * (second % 60), 1, 1));

        var finding = Findings(record, "generator-paused").Should().ContainSingle().Subject;

        finding.Seen.Should().Be("the generator stood still for 118,000 ms of 120,000 ms, the longest 59,000 ms");
    }

    [Fact]
    public void A_busy_machine_is_no_fault_of_the_scenario_and_no_advice_points_at_a_finding_that_is_not_there()
    {
        // A scenario that blocks nothing, seen beside builds: some calls kept their thread, since the machine gave it no CPU.
        var record = Late(second => new HealthSecond(second, 0.3, 0.5, 1, 0, 700, 500, 1) { TimerLateMs = 700, ThreadWaitMs = 700 });
        record = record with { Phases = [record.Phases[0] with { Blocked = [new("home_page", "open", 14, 3, 24.4, 55.2)] }, record.Phases[1]] };

        Findings(record, "blocked-threads").Should().BeEmpty();
        Findings(record, "canary").Should().ContainSingle().Which.Advice.Should().StartWith("The generator's machine was overloaded.");
    }

    [Fact]
    public void Answers_that_wait_for_a_thread_name_the_step_that_keeps_it()
    {
        var record = Late(second => new HealthSecond(second, 0.3, 0.5, 1, 0, 700, 500, 1) { TimerLateMs = 2, ThreadWaitMs = 700 });
        record = record with { Phases = [record.Phases[0] with { Blocked = [new("shop", "login", 340, 12, 201, 230), new("shop", SeriesKey.WholeIteration, 1, 1, 15, 15)] }, record.Phases[1]] };

        Findings(record, "generator-paused").Should().BeEmpty("its timer was on time: nobody stopped the process");
        var finding = Findings(record, "blocked-threads").Should().ContainSingle().Subject;
        finding.Severity.Should().Be(FindingSeverity.Invalid);
        finding.Seen.Should().Be("the scenario blocks threads in step 'login' of 'shop' (12 threads at once, 201 ms a call), 'shop', outside of its steps (1 thread at once, 15 ms a call); no thread was free for answers for 84,000 ms of 120,000 ms");
        finding.Advice.Should().Contain("Task.Delay");
        Findings(record, "canary").Should().ContainSingle().Which.Advice.Should().Contain("blocked-threads");
    }

    [Fact]
    public void A_process_that_was_stopped_is_no_scenario_that_blocks()
    {
        var record = Late(second => new HealthSecond(second, 0.3, 0.5, 1, 0, second == 30 ? 2_000 : 1, 1, 1) { TimerLateMs = second == 30 ? 1_990 : 1, ThreadWaitMs = second == 30 ? 2_000 : 0 });

        Findings(record, "blocked-threads").Should().BeEmpty();
        Findings(record, "generator-paused").Should().ContainSingle().Which.Seen.Should().StartWith("the generator stood still for 1,990 ms of 120,000 ms");
    }

    private static RunRecord Late(Func<int, HealthSecond> health)
    {
        var record = new RecordBuilder().Build();
        return record with { Plan = record.Plan with { Slos = [], Catalogue = "" }, Health = [.. record.Health.Select(second => health(second.Second))] };
    }

    private static IEnumerable<Finding> Findings(RunRecord record, string check) => AdHocEvaluator.Evaluate(record).Validity.Findings.Where(finding => finding.Check == check);
}
