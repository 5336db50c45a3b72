using System.Text.Json;
using LoadLab.Cli.Commands;
using LoadLab.Core.Capacity;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Tests.Core.Evaluation.Slos;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli.Commands;

/// <summary>What is done with runs that were made: list, show, merge, report.</summary>
public sealed class RunsCommandTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Runs_are_listed_the_newest_first_and_shown_by_name()
    {
        foreach (var id in new[] { "20261123T083000Z-smoke-aaaa", "20261123T090000Z-smoke-bbbb" })
        {
            using var writer = RunStoreTests.Begin(_cli.Store, StoredSample.Record with { RunId = id });
            writer.Complete(StoredSample.Record with { RunId = id }, StoredSample.Evaluation);
        }

        await RunAsync("runs list");
        var list = _cli.Out;
        _cli.Clear();
        await RunAsync("runs show aaaa --json");

        list.Should().Be(
            """
            RUN                          STARTED (UTC)        OUTCOME      VALIDITY  DECISION
            20261123T090000Z-smoke-bbbb  2026-11-23 08:30:00  completed    VALID     NO-GO
            20261123T083000Z-smoke-aaaa  2026-11-23 08:30:00  completed    VALID     NO-GO

            """.ReplaceLineEndings("\n"));
        JsonDocument.Parse(_cli.Out).RootElement.GetProperty("runId").GetString().Should().Be("20261123T083000Z-smoke-aaaa");
    }

    [Theory]
    [InlineData(CapacityStatus.Open, null, "not known below 20/s")]
    [InlineData(CapacityStatus.LessThan, null, "< 20/s")]
    [InlineData(CapacityStatus.Found, 18.04, "18/s")]
    public async Task A_search_is_listed_with_what_it_knows(CapacityStatus status, double? load, string column)
    {
        var answer = new CapacityAnswer { Model = CapacityModel.Rate, Status = status, Load = load, Low = load - 1, High = load + 1 ?? 20 };
        _cli.Store.Keep(StoredSample.Record, StoredSample.Evaluation with { Capacity = [answer] });

        await RunAsync("runs list");

        _cli.Out.Should().Contain($"  NO-GO     {column}\n");
    }

    [Fact]
    public async Task A_report_of_a_run_that_was_killed_judges_and_completes_it()
    {
        RunStoreTests.Begin(_cli.Store, StoredSample.Record).Dispose();

        var code = await RunAsync("report latest");

        code.Should().Be(0);
        var stored = _cli.Store.Read(RunStore.Latest);
        stored.Record.Outcome.Should().Be(RunOutcome.Incomplete);
        stored.Evaluation.Should().BeEquivalentTo(StoredSample.Evaluation);
    }

    [Fact]
    public async Task Merge_keeps_one_run_judges_it_and_ends_with_its_exit_code()
    {
        var store = _cli.Store;
        foreach (var index in new[] { 0, 1 })
        {
            store.Keep(StoredSample.Record with { RunId = $"shard-{index}", Plan = StoredSample.Plan with { Shard = new ShardPlan(index, 2) } }, StoredSample.Evaluation);
        }

        var code = await RunAsync("runs merge shard-1 shard-0 --json");

        code.Should().Be((int)StoredSample.Evaluation.ExitCode);
        using var document = JsonDocument.Parse(_cli.Out);
        var merged = store.Read(document.RootElement.GetProperty("runId").GetString()!);
        merged.Record.MergedFrom.Select(part => part.RunId).Should().Equal("shard-0", "shard-1");
        merged.Record.Phases[0].Measured.Should().Be(StoredSample.Record.Phases[0].Measured + StoredSample.Record.Phases[0].Measured);
        merged.Evaluation!.ExitCode.Should().Be(StoredSample.Evaluation.ExitCode);
    }

    [Fact]
    public async Task Merge_of_half_a_run_is_refused_and_leaves_nothing()
    {
        _cli.Store.Keep(StoredSample.Record with { RunId = "shard-0", Plan = StoredSample.Plan with { Shard = new ShardPlan(0, 2) } }, null);

        (await RunAsync("runs merge shard-0")).Should().Be(104);

        _cli.Error.Should().Contain("Shard 1/2 is missing.");
        _cli.Store.List().Should().Equal("shard-0");
    }

    private Task<int> RunAsync(string line) => _cli.RunAsync(
        line,
        RunsCommand.Create(_cli.Console, _cli.Stored, _cli.Output),
        ReportCommand.Create(_cli.Console, _cli.Folders, _cli.Stored, _cli.Output, new FakeCatalogues(_ => RecordBuilder.Catalogue), _cli.Formats.Compliance));
}
