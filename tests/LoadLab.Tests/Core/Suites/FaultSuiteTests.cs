using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Suites;

public sealed class FaultSuiteTests
{
    private const string Prefix = "tiny.yaml:7:";

    private static readonly ScenarioProps Student = Scenario.Create("student", _ => Task.FromResult<IResponse>(Response.Ok()));

    [Fact]
    public void Faults_become_plans_in_the_order_of_their_times()
    {
        var plan = Plan("[{pause: redis, at: 40s, for: 3s, drainWithin: 12s}, {stop: postgres, at: 20s, for: 5s, recoverWithin: 10s, errors: 5%}]");

        plan.Faults.Should().Equal(
            new FaultPlan(FaultKind.Stop, "postgres", S(20), S(5)) { RecoverWithin = S(10), ErrorRatio = 0.05 },
            new FaultPlan(FaultKind.Pause, "redis", S(40), S(3)) { DrainWithin = S(12) });
        plan.Stack.SeparateWorker.Should().BeFalse();
    }

    [Fact]
    public void A_worker_that_is_to_be_broken_becomes_a_process_of_its_own()
    {
        Plan("[{stop: worker, at: 20s, for: 5s}]").Stack.SeparateWorker.Should().BeTrue();
    }

    [Fact]
    public void A_healer_has_as_long_as_the_fault_may_last_and_something_to_do()
    {
        Planner.Plan(Suite("[{stop: redis, at: 20s, for: 5s}]"), [Student], new PlanOptions { AwaitsHealer = true }).Faults[0].HealWithin.Should().Be(S(5));

        var nothing = () => Planner.Plan(Suite("[]"), [Student], new PlanOptions { AwaitsHealer = true });
        nothing.Should().Throw<LoadLabException>().WithMessage("Suite 'tiny' breaks nothing (faults:), so a healer would have nothing to do. Take --heal-listen out, or add a fault.");
    }

    [Fact]
    public void The_mail_server_is_a_part_too() =>
        Plan("[{pause: smtp, at: 20s, for: 5s}]").Faults.Should().Equal(new FaultPlan(FaultKind.Pause, "smtp", S(20), S(5)));

    [Fact]
    public void Each_api_instance_is_a_part_of_its_own()
    {
        var plan = Planner.Plan(Suite("[{stop: api-2, at: 20s, for: 5s}]", "stack: {kind: processes, api: {instances: 2}}\n"), [Student], new PlanOptions());

        (plan.Stack.ApiInstances, plan.Faults[0].Role).Should().Be((2, "api-2"));
        Plan("[]").Stack.ApiInstances.Should().Be(1);
    }

    [Theory]
    [InlineData("processes", "stack: {api: {instances: 0}}", "tiny.yaml:7:26: stack.api.instances: 0 is not from 1 to 16.")]
    [InlineData("processes", "stack: {api: {instance: 2}}", "tiny.yaml:7:15: stack.api.instance: unknown key. Did you mean 'instances'? Known here: instances.")]
    [InlineData("processes", "stack: {api: {instances: 4}}", "tiny.yaml: Suite 'tiny': stack.postgres.max_connections 200 is below lms.pool.size 50 × stack.api.instances 4 + 5 for superusers and probes. Raise max_connections to at least 205.")]
    [InlineData("containers", "stack: {api: {instances: 2}}", "tiny.yaml: Suite 'tiny': stack.api.instances is for the stack 'processes'; this one is 'containers'. Use --stack processes, or leave it out.")]
    public void Instances_that_cannot_be_say_where_what_and_what_to_do(string kind, string stack, string message)
    {
        var plan = () => Planner.Plan(Suite("[]", stack + "\n"), [Student], new PlanOptions { StackKind = kind });

        plan.Should().Throw<LoadLabException>().Which.Faults.Should().Equal(message);
    }

    [Fact]
    public void A_suite_without_faults_has_none() => Plan("[]").Faults.Should().BeEmpty();

    [Fact]
    public void Set_changes_a_fault_by_its_index()
    {
        var suite = Suite("[{stop: postgres, at: 20s, for: 5s}]").WithOverrides([new("faults.0.at", "30s"), new("faults.0.recoverWithin", "10s")]);

        Planner.Plan(suite, [Student], new PlanOptions()).Faults.Should().Equal(new FaultPlan(FaultKind.Stop, "postgres", S(30), S(5)) { RecoverWithin = S(10) });
    }

    [Theory]
    [InlineData("[{stop: postgers, at: 20s, for: 5s}]", "17: faults[0].stop: 'postgers' is not allowed here. Did you mean 'postgres'? Allowed: postgres, redis, api, worker, smtp.")]
    [InlineData("[{at: 20s, for: 5s}]", "10: faults[0].stop: a fault stops one part or pauses one. Give one of stop or pause, with one of: postgres, redis, api, worker, smtp.")]
    [InlineData("[{stop: redis, pause: redis, at: 20s, for: 5s}]", "31: faults[0].pause: a fault stops one part or pauses one. Give one of stop or pause, with one of: postgres, redis, api, worker, smtp.")]
    [InlineData("[{stop: redis, for: 5s}]", "10: faults[0].at: is missing and must be given.")]
    [InlineData("[{stop: redis, at: 20s}]", "10: faults[0].for: is missing and must be given.")]
    [InlineData("[{stop: redis, at: 20s, for: 0s}]", "38: faults[0].for: must be above 0, for example 5s.")]
    [InlineData("[{stop: redis, at: 20s, for: 5}]", "38: faults[0].for: '5' is not a duration such as 600ms, 30s, 10m or 1h30m.")]
    [InlineData("[{stop: redis, at: 20s, for: 5s, recoverWithin: 0}]", "57: faults[0].recoverWithin: must be above 0, for example 5s.")]
    [InlineData("[{stop: redis, at: 20s, for: 5s, errors: 0.05}]", "50: faults[0].errors: '0.05' is not a percentage from 0% to 100% such as 80% or 99.95%.")]
    [InlineData("[{stop: redis, at: 20s, for: 5s, recoverwithin: 5s}]", "42: faults[0].recoverwithin: unknown key. Did you mean 'recoverWithin'? Known here: at, drainWithin, errors, for, pause, recoverWithin, stop.")]
    [InlineData("{stop: redis}", "9: faults: must be a list, not a mapping.")]
    [InlineData("[{stop: redis, at: 58s, for: 5s}]", "33: Suite 'tiny', faults (stop: redis), for: it is mended at 1m3s, and the measuring of phase 'load' ends at 1m2s. Let it begin earlier, or make the phase longer.")]
    [InlineData("[{stop: redis, at: 4s, for: 5s}]", "24: Suite 'tiny', faults (stop: redis), at: 4s is too early: at counts from the start of the load, warm-up included, and recovery is measured against the level before. Let it begin at 5s or later, 3s after the measuring of phase 'load' has begun.")]
    [InlineData("[{stop: redis, at: 20s, for: 5s}, {pause: redis, at: 24s, for: 5s}]", "58: Suite 'tiny', faults (pause: redis), at: 24s lies before the fault of tiny.yaml:7:24 on redis ends, at 25s. Let it begin later.")]
    [InlineData("[{stop: redis, at: 20s, for: 5s, recoverWithin: 35s}]", "42: Suite 'tiny', faults (stop: redis), recoverWithin: 35s after 25s cannot be judged: the measuring of phase 'load' ends at 1m2s, and three seconds in a row have to be seen. Make it last until 1m3s, or lower recoverWithin.")]
    [InlineData("[{stop: redis, at: 20s, for: 5s, drainWithin: 1m}]", "42: Suite 'tiny', faults (stop: redis), drainWithin: 1m after 25s cannot be judged: the measuring of phase 'load' ends at 1m2s, and three seconds in a row have to be seen. Make it last until 1m28s, or lower drainWithin.")]
    public void A_fault_that_cannot_be_says_where_what_and_what_to_do(string faults, string message)
    {
        ((Action)(() => Plan(faults))).Should().Throw<LoadLabException>().Which.Faults.Should().Equal(Prefix + message);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var read = () => Plan("[{stop: redus, at: 20, for: 0s}, {at: soon, pause: api}]");
        var planned = () => Planner.Plan(
            Suite("[{stop: worker, at: 1s, for: 2m}]", "lms: {workers: 0}\n"), [Student], new PlanOptions { StackKind = "external", Shard = new ShardPlan(0, 2) });

        read.Should().Throw<LoadLabException>().Which.Faults.Should().HaveCount(5);
        planned.Should().Throw<LoadLabException>().Which.Faults.Should().HaveCount(6)
            .And.Contain("tiny.yaml:8:10: Suite 'tiny', faults (stop: worker): the stack is external, and LoadLab breaks only what it has started. Use --stack processes or containers, or take the faults out.")
            .And.Contain("tiny.yaml:8:10: Suite 'tiny', faults (stop: worker): a run in shards has no faults: each shard would break the stack. Run it in one piece.")
            .And.Contain("tiny.yaml:8:11: Suite 'tiny', faults (stop: worker): there is no worker: lms.workers is 0. Raise it.");
    }

    private static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);

    private static RunPlan Plan(string faults) => Planner.Plan(Suite(faults), [Student], new PlanOptions());

    private static SuiteFile Suite(string faults, string more = "") => SuiteFile.Parse(
        "suite: tiny\nscenarios: Lms.Scenarios\ncatalogue: lms\nphases:\n  - {name: load, model: open, rate: 10/s, warmUp: 2s, hold: 60s}\n\n" + more + "faults: " + faults + "\n", "tiny.yaml");
}
