using System.Collections.Concurrent;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Engine;
using LoadLab.Sdk;
using static LoadLab.IntegrationTests.Engine.EngineHarness;

namespace LoadLab.IntegrationTests.Engine;

/// <summary>Whole runs by the real runner and engine: shards that merge, and rules that end a run.</summary>
[Collection(Measuring.Name)]
public sealed class ShardTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly Validity Fine = new(ValidityStatus.Valid, []);
    private static readonly SloCatalogue Catalogue = SloCatalogue.Load(Path.Combine(Built.Home, "scenarios", "catalogue", "lms.yaml"));

    private readonly string _results = Directory.CreateTempSubdirectory("loadlab-shards-").FullName;

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [Fact]
    public async Task Two_shards_merge_to_the_counts_the_arrivals_and_the_percentiles_of_the_whole()
    {
        // A third each of the iterations takes 0, 0.5 and 1 s, by its number.
        await using var server = await StubServer.StartAsync(context => Task.Delay(500 * (int)(long.Parse(context.Request.Query["n"]!, null) % 3)));
        var phase = Open(
            new LoadSegment(Simulation.RampingInject(60, Second, Second), Measured: false),
            Measured(Simulation.Poisson(60, Second, 2 * Second)),
            Measured(Simulation.Inject(60, Second, 2 * Second)));

        var (whole, wholeNumbers) = await RunAsync(server, phase, ShardPlan.Whole, null);
        var startAt = DateTimeOffset.UtcNow.AddSeconds(1.5);
        var parts = await Task.WhenAll(RunAsync(server, phase, new ShardPlan(0, 2), startAt), RunAsync(server, phase, new ShardPlan(1, 2), startAt));
        var merged = ShardMerge.Merge("merged", [.. parts.Select(part => (part.Record, Fine))]);

        parts[0].Numbers.Concat(parts[1].Numbers).Order().Should().Equal(wholeNumbers.Order());
        parts[0].Numbers.Should().OnlyContain(number => number % 2 == 0).And.HaveCountGreaterThan(100);
        merged.Phases[0].Measured.Should().Be(whole.Phases[0].Measured);
        merged.Phases[0].Whole.Should().Be(whole.Phases[0].Whole);
        merged.Phases[0].StatusCodes["s/get"].Should().Equal(whole.Phases[0].StatusCodes["s/get"]);
        merged.Seconds.Aggregate(default(Counts), (sum, second) => sum + second.Counts).Should().Be(whole.Phases[0].Whole);
        merged.Findings.Should().NotContain(finding => finding.Check == "shard-start");
        parts.Should().OnlyContain(part => part.Record.StartedAt == startAt);
        foreach (var percentile in new[] { 20.0, 50, 80 })
        {
            // Which of the three delays: what lies between them is this machine's and not the engine's.
            Delay(merged, percentile).Should().Be(Delay(whole, percentile), "P{0} is {1} µs merged and {2} µs whole", percentile, Response(merged, percentile), Response(whole, percentile)).And.Be((int)(percentile / 33.4));
        }
    }

    [Fact]
    public async Task An_SLO_that_fails_ends_the_run_early_with_FAIL_and_99()
    {
        await using var server = await StubServer.StartAsync(_ => Task.Delay(900));
        var rule = new AbortRule
        {
            Slo = "api-response-p95",
            After = Second,
            For = 2 * Second,
            Measure = MeasureNames.HttpResponseTime,
            Percentile = 95,
            Limit = 600,
            LimitText = "< 600ms",
            Steps = ["*"],
            Except = ["upload"],
            Classes = [],
        };
        var plan = Plan(server, Open(Measured(Simulation.Inject(40, Second, TimeSpan.FromMinutes(10)))), ShardPlan.Whole, null) with { Aborts = [rule], Slos = ["api-response-p95", "api-errors"] };

        var result = await Run(plan, _ => { });

        result.Record.Outcome.Should().Be(RunOutcome.Stopped);
        result.Record.Stop!.Slo.Should().Be("api-response-p95");
        result.Record.OutcomeReason.Should().StartWith("api-response-p95 failed while the load ran: in phase 'open', seconds ");
        result.Record.Phases[0].Whole.Should().Match<Counts>(counts => counts.AddUp && counts.Interrupted == 0 && counts.Ok > 80, "the iterations in flight were waited for");
        result.Evaluation.Verdicts.Single(verdict => verdict.Id == "api-response-p95").Verdict.Should().Be(Verdict.Fail);
        result.Evaluation.Verdicts.Single(verdict => verdict.Id == "api-errors").Verdict.Should().Be(Verdict.Inconclusive);
        result.Evaluation.Validity.Findings.Should().NotContain(finding => finding.Check == "achieved-rate" && finding.Severity == FindingSeverity.Invalid)
            .And.NotContain(finding => finding.Check == "outcome" && finding.Severity == FindingSeverity.Invalid);
    }

    [Fact]
    public async Task A_rule_ends_a_phase_that_has_not_begun_too()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        var later = Open(Measured(Simulation.Inject(1, Second, Second))) with { Name = "later", StartAt = TimeSpan.FromHours(1) };
        var plan = Plan(server, Open(Measured(Simulation.Inject(60, Second, TimeSpan.FromMinutes(10)))), ShardPlan.Whole, null) with { StopOn = new StopRule(0.5, 2 * Second, 50) };

        var result = await Run(plan with { Phases = [.. plan.Phases, later] }, _ => { });

        result.Record.Stop!.Reason.Should().StartWith("too much failed: in phase 'open', seconds ");
        result.Record.Phases.Should().ContainSingle().Which.Name.Should().Be("open");
        result.Evaluation.Verdicts.Single(verdict => verdict.Id == "api-errors").Verdict.Should().Be(Verdict.Fail);
    }

    private static long Response(RunRecord record, double percentile) => PhaseSummary.Of(record, record.Phases[0]).Steps[0].Response.PercentileMicros(percentile);

    private static int Delay(RunRecord record, double percentile) => (int)Math.Round(Response(record, percentile) / 500_000.0);

    private static RunPlan Plan(StubServer server, PhasePlan phase, ShardPlan shard, DateTimeOffset? startAt) => new()
    {
        Suite = "test",
        Seed = 42,
        ScenarioAssembly = "test",
        Stack = new StackPlan { Kind = "external", External = new ExternalStackPlan { BaseUrl = server.Address } },
        Catalogue = "lms",
        Phases = [startAt is null ? phase : phase with { StartAt = TimeSpan.Zero }],
        Shard = shard,
        StartAt = startAt,
    };

    private async Task<(RunRecord Record, IReadOnlyList<long> Numbers)> RunAsync(StubServer server, PhasePlan phase, ShardPlan shard, DateTimeOffset? startAt)
    {
        var numbers = new ConcurrentBag<long>();
        return ((await Run(Plan(server, phase, shard, startAt), numbers.Add)).Record, [.. numbers]);
    }

    private Task<RunResult> Run(RunPlan plan, Action<long> seen)
    {
        var scenario = Scenario.Create("s", async context =>
        {
            seen(context.IterationNumber);
            return await Step.Run("get", context, () => Http.Send(context.HttpClient, Http.CreateRequest("GET", $"/?n={context.IterationNumber}")));
        });
        var runner = new Runner(new RunnerParts
        {
            Providers = [new LoadLab.Stacks.External.ExternalStackProvider()],
            Probes = (_, _) => [],
            Driver = new LoadEngine(),
            Store = new RunStore(_results),
            Judge = record => Evaluator.Evaluate(record, Catalogue),
            Machine = MachineFingerprint.Read,
            CheckTarget = (_, _) => Task.CompletedTask,
        });
        return runner.RunAsync(plan, [scenario], new Silence(), CancellationToken.None);
    }

    private sealed class Silence : IRunObserver;
}
