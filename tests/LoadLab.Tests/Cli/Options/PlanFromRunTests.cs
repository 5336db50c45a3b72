using LoadLab.Cli.Options;
using LoadLab.Core;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Planning;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Capacity;
using LoadLab.Tests.Core.Capacity.Search;

namespace LoadLab.Tests.Cli.Options;

public sealed class PlanFromRunTests
{
    private static readonly CapacityAnswer s_rate = new()
    {
        Model = CapacityModel.Rate,
        Status = CapacityStatus.Found,
        Load = 412.5,
        Low = 405,
        High = 431,
        Steps = [SampleSteps.Rate(400, 400) with { Resources = [new ResourceUse("memory of Redis", MeasureNames.RedisMemoryUsed, 0.25, 256e6)] }],
    };

    [Fact]
    public void The_plan_begins_from_what_the_search_found_and_from_what_it_ran_on()
    {
        var question = CapacityQuestionReader.Read(PlanFromRun.Of(new CapacityPlanArguments { Rate = "150/s", Growth = "20%/month" }, Run(s_rate)), new DateOnly(2026, 11, 27));

        (question.Capacity.Load, question.Capacity.Source).Should().Be((new Interval(412.5, 405, 431), "run run, as its search found it"));
        (question.Pool, question.MaxConnections, question.RedisBytes, question.RedisMaxBytes).Should().Be((50, 200, 64e6, 256e6));
        CapacityPlanner.Plan(question).RunsOut.Expected.Should().NotBeNull();
    }

    [Fact]
    public void The_instances_that_a_search_ran_with_are_those_of_its_capacity()
    {
        var (record, evaluation) = Run(s_rate);
        var two = (record with { Plan = record.Plan with { Stack = record.Plan.Stack with { ApiInstances = 2 } } }, evaluation);
        CapacityQuestion Read(string? instances) => CapacityQuestionReader.Read(PlanFromRun.Of(new CapacityPlanArguments { Rate = "400/s", Instances = instances }, two), new DateOnly(2026, 11, 27));

        (Read(null).Capacity.Instances, Read(null).Instances).Should().Be((2, 2));
        (Read("4").Capacity.Instances, Read("4").Instances).Should().Be((2, 4), "four run today, and two held 412.5/s");
        CapacityPlanner.Plan(Read(null)).Months[0].Instances.Estimate.Should().Be(2);
    }

    [Fact]
    public void What_was_written_stays()
    {
        var arguments = PlanFromRun.Of(new CapacityPlanArguments { Rate = "150/s", Pool = "20", RedisMax = "1GB", Interval = "400..440" }, Run(s_rate));

        (arguments.Pool, arguments.RedisMax, arguments.Interval).Should().Be(("20", "1GB", "400..440"));
    }

    [Fact]
    public void A_demand_in_users_takes_the_search_in_users()
    {
        var users = s_rate with { Model = CapacityModel.Users, Load = 1_200, Low = 1_150, High = 1_260 };

        PlanFromRun.Of(new CapacityPlanArguments { Users = "1000" }, Run(s_rate, users)).Capacity.Should().Be("1200 users");
        PlanFromRun.Of(new CapacityPlanArguments { Users = "1000", PerUser = "9/m" }, Run(s_rate)).Capacity.Should().Be("412.5/s");
    }

    [Theory]
    [InlineData("it holds no answer", "Run 'run' has no capacity with an interval: holds at least 900/s: nothing broke up to there.")]
    [InlineData("it is no search", "Run 'run' is no capacity search, so it does not say what its target holds.")]
    [InlineData("users are asked about", "Run 'run' searched in arrival rate, and the demand is in users.")]
    [InlineData("both are given", "Run 'run' and --capacity are both given.")]
    public void What_no_plan_can_begin_from_is_refused(string case_, string message)
    {
        var run = Run(case_ == "it holds no answer" ? s_rate with { Status = CapacityStatus.AtLeast, Load = null, Low = 900, High = null } : s_rate);
        run = case_ == "it is no search" ? (run.Record with { Plan = run.Record.Plan with { Capacity = null } }, run.Evaluation) : run;
        var arguments = new CapacityPlanArguments { Users = case_ == "users are asked about" ? "10" : null, Capacity = case_ == "both are given" ? "1/s" : null };

        FluentActions.Invoking(() => PlanFromRun.Of(arguments, run)).Should().Throw<LoadLabException>().WithMessage(message);
    }

    private static (RunRecord Record, RunEvaluation Evaluation) Run(params CapacityAnswer[] answers)
    {
        var record = SearchSample.Steps((SearchSample.Fast, 100));
        record = record with { Fingerprint = new SortedDictionary<string, string> { ["lms.pool.size"] = "50", ["postgres.max_connections"] = "200" } };
        return (record, new RunEvaluation(new Validity(ValidityStatus.Valid, []), [], Decision.Go, [], ExitCode.Ok) { Capacity = answers });
    }
}
