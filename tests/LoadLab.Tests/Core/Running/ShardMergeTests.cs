using LoadLab.Core;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Evaluation;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Running;

public sealed class ShardMergeTests
{
    private static readonly Validity Fine = new(ValidityStatus.Valid, []);

    [Fact]
    public void Two_shards_merge_into_exactly_the_whole()
    {
        var whole = new RecordBuilder { ResponseMicros = (_, second, i) => Micros(second, i) }.Build();

        var merged = ShardMerge.Merge("merged", [(Shard(1), Fine), (Shard(0), Fine)]);

        merged.Plan.Shard.Should().Be(ShardPlan.Whole);
        merged.MergedFrom.Select(part => (part.RunId, part.Index)).Should().Equal(("shard-0", 0), ("shard-1", 1));
        merged.Phases.Select(phase => (phase.Measured, phase.Whole)).Should().Equal(whole.Phases.Select(phase => (phase.Measured, phase.Whole)));
        merged.Slices.Select(Encode).Should().Equal(whole.Slices.OrderBy(slice => slice.Second).Select(Encode));
        merged.Seconds.Select(second => (second.Second, second.Phase, second.VirtualUsers, HistogramCodec.ToBase64(second.Lag)))
            .Should().Equal(whole.Seconds.Select(second => (second.Second, second.Phase, second.VirtualUsers, HistogramCodec.ToBase64(second.Lag))));
        merged.Phases.Should().OnlyContain(phase => Math.Abs(phase.Little.Ratio - 1) < 1e-12 && phase.Little.Users == 100);
        var (mergedEvaluation, wholeEvaluation) = (Judge(merged), Judge(whole));
        mergedEvaluation.ExitCode.Should().Be(ExitCode.Ok);
        mergedEvaluation.Verdicts.Should().BeEquivalentTo(wholeEvaluation.Verdicts, "the merged run is judged like the whole one");
    }

    [Fact]
    public void The_worst_generator_of_each_second_and_the_first_probes_stay()
    {
        var (good, bad) = (Shard(0), Shard(1));
        bad = bad with { Health = [.. bad.Health.Select(health => health with { CanaryP99Ms = 25, ProcessCpu = 0.1 })] };

        var merged = ShardMerge.Merge("merged", [(good, Fine), (bad, Fine)]);

        merged.Health.Should().OnlyContain(health => health.CanaryP99Ms == 25 && health.ProcessCpu == 0.3);
        merged.MergedFrom[0].Health.Should().Equal(good.Health);
        merged.Probes.Should().BeSameAs(good.Probes);
        merged.Findings.Should().ContainSingle(finding => finding.Check == "shard-probes" && finding.Seen == "2 shards probed the stack; the samples of shard 0/2 are kept");
    }

    [Fact]
    public void What_was_wrong_with_one_shard_is_wrong_with_the_whole()
    {
        var late = new Finding("schedule-lag", FindingSeverity.Invalid, "P99 40 ms behind schedule", "30 ms", "more CPU");

        var merged = ShardMerge.Merge("merged", [(Shard(0), Fine), (Shard(1) with { Outcome = RunOutcome.Interrupted, OutcomeReason = "interrupted" }, new Validity(ValidityStatus.Invalid, [late]))]);

        merged.Findings.Should().Contain(late with { Seen = "shard 1/2: P99 40 ms behind schedule" });
        (merged.Outcome, merged.OutcomeReason).Should().Be((RunOutcome.Interrupted, "shard 1/2: interrupted"));
        Judge(merged).Validity.Status.Should().Be(ValidityStatus.Invalid);
    }

    public static TheoryData<string, Func<RunRecord, RunRecord>, FindingSeverity> Misfits => new()
    {
        { "shard-start", record => record with { StartedAt = record.StartedAt.AddSeconds(1.5) }, FindingSeverity.Invalid },
        { "shard-target", record => record with { Plan = record.Plan with { Stack = new StackPlan { Kind = "external", External = new ExternalStackPlan { BaseUrl = new Uri("http://other/") } } } }, FindingSeverity.Warning },
        { "shard-target", record => record with { Fingerprint = new Dictionary<string, string> { ["stack.kind"] = "processes" } }, FindingSeverity.Invalid },
        { "shard-fingerprint", record => record with { Fingerprint = new Dictionary<string, string> { ["postgres.fsync"] = "off" } }, FindingSeverity.Warning },
        { "shard-fingerprint", record => record with { Fingerprint = new Dictionary<string, string> { ["cpu.count"] = "4" } }, FindingSeverity.Info },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Shards_that_do_not_fit_together_are_found(string check, Func<RunRecord, RunRecord> alter, FindingSeverity severity)
    {
        var merged = ShardMerge.Merge("merged", [(Shard(0), Fine), (alter(Shard(1)), Fine)]);

        merged.Findings.Should().ContainSingle(finding => finding.Check == check).Which.Severity.Should().Be(severity);
    }

    [Fact]
    public void A_postgres_without_durability_under_one_shard_is_not_hidden()
    {
        var merged = ShardMerge.Merge("merged", [(Shard(0), Fine), (Shard(1) with { Fingerprint = new Dictionary<string, string> { ["postgres.fsync"] = "off" } }, Fine)]);

        Judge(merged).Validity.Findings.Should().Contain(finding => finding.Check == "durability" && finding.Severity == FindingSeverity.Invalid);
    }

    [Fact]
    public void Every_fault_of_the_set_is_told_at_once()
    {
        var third = Shard(0) with { RunId = "again" };
        var other = Shard(1) with { RunId = "other", Plan = Shard(1).Plan with { Seed = 7, Shard = new ShardPlan(2, 3) } };
        var whole = new RecordBuilder().Build();

        var merge = () => ShardMerge.Merge("merged", [(Shard(0), Fine), (third, Fine), (other, Fine), (whole, Fine)]);

        var fault = merge.Should().Throw<LoadLabException>().Which;
        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Faults.Should().Equal(
            "Run 'run' is a whole run and no shard.",
            "Run 'other' is shard 2/3, but 'shard-0' is shard 0/2: they divide the load differently.",
            "Shard 0/2 is there 2 times: shard-0, again.",
            "Shard 1/2 is missing.",
            "Run 'other' is of another plan than 'shard-0': seed differ.");
    }

    [Fact]
    public void Another_load_is_another_plan_and_another_label_is_not()
    {
        var labelled = Shard(1) with { Plan = Shard(1).Plan with { Labels = new Dictionary<string, string> { ["host"] = "b" }, ScenarioAssembly = "/there/Some.Scenarios" } };
        var drained = Shard(1) with { Plan = Shard(1).Plan with { Phases = [.. Shard(1).Plan.Phases.Select(phase => phase with { Drain = TimeSpan.FromSeconds(1) })] } };

        ShardMerge.Merge("merged", [(Shard(0), Fine), (labelled, Fine)]).Plan.Shard.Should().Be(ShardPlan.Whole);
        ((Action)(() => ShardMerge.Merge("merged", [(Shard(0), Fine), (drained, Fine)]))).Should().Throw<LoadLabException>()
            .WithMessage("Run 'shard-1' is of another plan than 'shard-0': phases differ.");
    }

    [Fact]
    public void A_merged_run_is_kept_and_read_back_the_same()
    {
        var directory = Directory.CreateTempSubdirectory("loadlab-merged-").FullName;
        try
        {
            var merged = ShardMerge.Merge("20261123T083000Z-merged", [(Shard(0), Fine), (Shard(1), Fine)]);
            var store = new RunStore(directory);

            store.Keep(merged, Judge(merged));

            var read = store.Read(RunStore.Latest);
            RunDocumentWriter.ToJson(read.Record, read.Evaluation).Should().Equal(RunDocumentWriter.ToJson(merged, Judge(merged)));
            read.Record.MergedFrom.Should().BeEquivalentTo(merged.MergedFrom);
            read.Record.Slices.Select(Encode).Should().Equal(merged.Slices.Select(Encode));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void One_shard_does_not_judge_capacity_and_says_so()
    {
        var evaluation = Judge(Shard(0));

        foreach (var id in new[] { "capacity-users", "capacity-rps" })
        {
            EvaluatorTests.Of(evaluation, id).Should().Match<SloVerdict>(verdict => verdict.Verdict == Verdict.NotMeasured && verdict.Required
                && verdict.Reason == "This run is one shard of 2 (0/2): the whole load is judged after loadlab runs merge.");
        }

        evaluation.Validity.Status.Should().Be(ValidityStatus.Valid);
        evaluation.Validity.Findings.Should().Contain(finding => finding.Check == "shard");
        evaluation.ExitCode.Should().Be(ExitCode.Inconclusive, "one shard says nothing about the whole");
    }

    /// <summary>Shard <paramref name="index"/> of two of the run that <see cref="RecordBuilder"/> makes: every other sample, half the users.</summary>
    private static RunRecord Shard(int index)
    {
        var builder = new RecordBuilder { Rate = 75, UsersAlive = 500, LittleUsers = 50, ResponseMicros = (_, second, i) => Micros(second, (2 * i) + index) };
        builder.Fingerprint["cpu.count"] = "2";
        var part = builder.Build();
        var plan = new RecordBuilder().Build().Plan;
        return part with
        {
            RunId = $"shard-{index}",
            Plan = plan with { Shard = new ShardPlan(index, 2), Stack = new StackPlan { Kind = "external", External = new ExternalStackPlan { BaseUrl = new Uri("http://target/") } } },
            Phases = [.. part.Phases.Select(phase => phase with { Little = phase.Little with { ThroughputPerSecond = 50 } })],
        };
    }

    private static long Micros(int second, int i) => 20_000 + (second * 7 % 5 * 1_000) + (i * 300);

    private static RunEvaluation Judge(RunRecord record) => Evaluator.Evaluate(record, RecordBuilder.Catalogue);

    private static (int, SeriesKey, string, string) Encode(LoadSlice slice) =>
        (slice.Second, slice.Key, HistogramCodec.ToBase64(slice.Response), HistogramCodec.ToBase64(slice.Service));
}
