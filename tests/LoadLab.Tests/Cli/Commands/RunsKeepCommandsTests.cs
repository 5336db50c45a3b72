using System.IO.Compression;
using System.Text.Json;
using LoadLab.Cli.Commands;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Comparison;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli.Commands;

public sealed class RunsKeepCommandsTests : IDisposable
{
    private static readonly ComparisonSample Sample = new() { Seconds = 30, PerSecond = 50, Sigma = 0.2 };

    private readonly CliHarness _cli = new();
    private readonly RunStore _store;

    public RunsKeepCommandsTests()
    {
        _store = new RunStore(_cli.Directory);
        Keep("20261123T080000Z-smoke-aaaa", Sample);
        Keep("20261123T090000Z-smoke-bbbb", Sample with { Seed = 2, MedianMicros = 80_000 });
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Labels_are_added_changed_and_taken_away_and_nothing_else_changes()
    {
        var before = _store.Read("aaaa");

        (await RunAsync("runs label aaaa commit=1a2b branch=main")).Should().Be(0);
        (await RunAsync("runs label aaaa commit=3c4d branch=")).Should().Be(0);

        _cli.Out.Should().Be("20261123T080000Z-smoke-aaaa: branch=main commit=1a2b\n20261123T080000Z-smoke-aaaa: commit=3c4d\n");
        var after = _store.Read("aaaa");
        after.Record.Plan.Labels.Should().Equal(new Dictionary<string, string> { ["commit"] = "3c4d" });
        after.Should().BeEquivalentTo(before, options => options.Excluding(run => run.Record.Plan.Labels));
        _cli.Clear();
        await RunAsync("runs list --label commit=3c");
        _cli.Out.Split('\n')[1].Should().EndWith("20261123T080000Z-smoke-aaaa  2026-11-23 08:30:00  completed    VALID     NO-GO     commit=3c4d");
        _cli.Out.Should().NotContain("bbbb");
    }

    [Fact]
    public async Task An_exported_run_is_a_run_again_where_it_is_unzipped()
    {
        var file = Path.Combine(_cli.Directory, "shared", "run.zip");

        (await RunAsync($"runs export aaaa --to {file}")).Should().Be(0);

        _cli.Out.Should().Be(file + "\n");
        var elsewhere = Path.Combine(_cli.Directory, "elsewhere");
        ZipFile.ExtractToDirectory(file, elsewhere);
        new RunStore(elsewhere).Read("aaaa").Record.Should().BeEquivalentTo(_store.Read("aaaa").Record);
        (await RunAsync($"runs export aaaa --to {file}")).Should().Be(104);
        _cli.Error.Should().Be($"error: '{file}' is there already.\n  Give another file with --to FILE.\n");
    }

    [Fact]
    public async Task Runs_are_deleted_all_of_them_or_none()
    {
        await RunAsync("baseline set bbbb");
        RunStoreTests.Begin(_store, StoredSample.Record with { RunId = "killed" }).Dispose();
        _cli.Clear();

        (await RunAsync("runs rm *")).Should().Be(104);
        _cli.Error.Should().Be(
            "error: Run '20261123T090000Z-smoke-bbbb' is the baseline of suite 'smoke'.\nerror: Run 'killed' has no 'run.json': it may still run.\n  Leave it out, or say --force. Nothing was deleted.\n");
        (await RunAsync("runs rm aaaa --dry-run")).Should().Be(0);
        _store.List().Should().HaveCount(3);
        (await RunAsync("runs rm aaaa killed --force")).Should().Be(0);

        _cli.Out.Should().Be("would delete 20261123T080000Z-smoke-aaaa\ndeleted 20261123T080000Z-smoke-aaaa\ndeleted killed\n");
        _store.List().Should().Equal("20261123T090000Z-smoke-bbbb");
    }

    [Fact]
    public async Task A_baseline_is_a_small_document_and_a_side_of_a_comparison()
    {
        (await RunAsync("baseline set aaaa")).Should().Be(0);

        _cli.Out.Split('\n').Should().StartWith(["smoke: 20261123T080000Z-smoke-aaaa", "  PHASE      P50      P95      P99  REQUESTS  ERRORS"]);
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(_cli.Directory, "baselines", "smoke.json")));
        document.RootElement.GetProperty("runId").GetString().Should().Be("20261123T080000Z-smoke-aaaa");
        document.RootElement.GetProperty("figures")[0].GetProperty("requestsPerSecond").GetDouble().Should().Be(50);
        document.RootElement.GetProperty("figures")[0].GetProperty("p50Ms").GetDouble().Should().BeInRange(38, 42);
        (await RunAsync("compare baseline latest")).Should().Be(98);
        (await RunAsync("compare baseline:smoke latest")).Should().Be(98);
        _cli.Clear();
        (await RunAsync("baseline show --json")).Should().Be(0);
        JsonDocument.Parse(_cli.Out).RootElement.GetProperty("baselines")[0].GetProperty("suite").GetString().Should().Be("smoke");
    }

    [Fact]
    public async Task Several_runs_make_one_baseline_that_keeps_what_each_contributes()
    {
        foreach (var (id, median) in new[] { ("cccc", 41_000), ("dddd", 42_000), ("eeee", 43_000) })
        {
            Keep($"20261124T080000Z-smoke-{id}", Sample with { Seed = median, MedianMicros = median });
        }

        (await RunAsync("baseline set aaaa cccc *dddd,eeee")).Should().Be(0, _cli.Error);

        _cli.Out.Split('\n')[0].Should().Be("smoke: 4 runs, the newest 20261124T080000Z-smoke-eeee; medians, and the lowest and highest run");
        _cli.Out.Should().Contain("\n    lowest ").And.Contain("\n    highest ");
        var baseline = new BaselineStore(_store).List().Single();
        baseline.RunIds.Select(run => run[^4..]).Should().Equal("aaaa", "cccc", "dddd", "eeee");
        baseline.SchemaVersion.Should().Be(2, "an older LoadLab would take the newest run alone");
        var each = baseline.Runs!.Select(run => run.Figures[0].P50Ms!.Value).Order().ToList();
        baseline.Figures[0].P50Ms.Should().BeApproximately((each[1] + each[2]) / 2, 1e-6);
        RunReferences.Resolve(_store, "baseline:smoke").Should().HaveCount(4);
        _cli.Clear();
        (await RunAsync("runs rm cccc")).Should().Be(104);
        _cli.Error.Should().StartWith("error: Run '20261124T080000Z-smoke-cccc' is part of the baseline of suite 'smoke'.\n");
        (await RunAsync("compare baseline bbbb")).Should().Be(98, "four runs of 40 to 43 ms against one of 80 ms");
        _cli.Out.Should().Contain("One run against the mean of 4");
    }

    [Fact]
    public async Task The_newest_runs_of_one_load_are_counted_back_from_one()
    {
        Keep("20261124T080000Z-smoke-cccc", Sample with { Seed = 3 });
        Keep("20261124T090000Z-smoke-dddd", Sample with { Seed = 4, PerSecond = 60 });
        Keep("20261124T100000Z-smoke-eeee", Sample with { Seed = 5 });

        (await RunAsync("baseline set latest -n 3")).Should().Be(0, _cli.Error);

        new BaselineStore(_store).List().Single().RunIds.Select(run => run[^4..]).Should().Equal("bbbb", "cccc", "eeee");
        _cli.Error.Should().Contain("note: 3 runs say little of what varies from run to run: 4 or more are better.");
        _cli.Clear();
        (await RunAsync("baseline set latest -n 5")).Should().Be(104);
        (await RunAsync("baseline set aaaa bbbb -n 2")).Should().Be(104);
        (await RunAsync("baseline set aaaa dddd")).Should().Be(104);
        _cli.Error.Should().Contain("error: -n 5: only 4 runs of suite 'smoke' up to '20261124T100000Z-smoke-eeee' are complete, valid and of its load.\n  Make more with: loadlab run smoke\n")
            .And.Contain("error: -n counts back from one run, and 'aaaa,bbbb' means 2.\n")
            .And.Contain("Run '20261124T090000Z-smoke-dddd' put another load on the target than '20261123T080000Z-smoke-aaaa'");
        new BaselineStore(_store).List().Single().RunIds.Should().HaveCount(3, "what is refused changes nothing");
    }

    [Fact]
    public async Task Two_baselines_of_one_suite_are_told_by_their_files_and_keep_their_runs()
    {
        await RunAsync("baseline set aaaa");
        var file = Path.Combine(_cli.Directory, "baselines", "smoke.json");
        var copy = Path.Combine(_cli.Directory, "baselines", "smoke-old.json");
        File.Copy(file, copy);
        _cli.Clear();

        (await RunAsync("runs rm aaaa")).Should().Be(104);
        (await RunAsync("compare baseline:smoke bbbb")).Should().Be(104);

        _cli.Error.Should().Contain("error: Run '20261123T080000Z-smoke-aaaa' is the baseline of suite 'smoke'.\n")
            .And.Contain($"error: Suite 'smoke' has 2 baselines: {copy} and {file}.\n  Delete all but one of these files.\n");
    }

    [Fact]
    public async Task What_cannot_be_a_baseline_or_is_none_is_told()
    {
        _store.Keep(Sample.Run("invalid").Record, StoredSample.Evaluation with { Validity = new Validity(ValidityStatus.Invalid, []) });

        (await RunAsync("compare baseline latest")).Should().Be(104);
        (await RunAsync("baseline set invalid")).Should().Be(104);
        await RunAsync("baseline set aaaa");
        (await RunAsync("baseline show smok")).Should().Be(104);
        (await RunAsync("compare baseline:smok latest")).Should().Be(104);
        await RunAsync("runs rm aaaa --force");
        (await RunAsync("compare baseline latest")).Should().Be(104);
        File.WriteAllText(Path.Combine(_cli.Directory, "baselines", "smoke.json"), "{}");
        (await RunAsync("baseline show")).Should().Be(104);

        _cli.Error.Should().Contain($"error: There is no baseline in '{_cli.Directory}'.\n  Set one with: loadlab baseline set RUN\n")
            .And.Contain("error: Run 'invalid' is INVALID")
            .And.Contain("error: Suite 'smok' has no baseline. Did you mean 'smoke'?\n")
            .And.Contain($"error: The baseline of suite 'smoke' is run '20261123T080000Z-smoke-aaaa', which is not in '{_cli.Directory}'.\n")
            .And.Contain("smoke.json' cannot be read: ");
    }

    [Theory]
    [InlineData("runs label aaaa commit", "'commit' is not key=value. Write for example commit=1a2b3c4")]
    [InlineData("runs label *aaaa,*bbbb a=b", "'*aaaa,*bbbb' means 2 runs; one is needed.")]
    [InlineData("runs list --since today", "--since 'today' is not a day such as 2026-11-23 or a time with its offset such as 2026-11-23T10:00:00Z.")]
    [InlineData("runs list --until 2026-11-23T10:00", "--until '2026-11-23T10:00' is not a day such as 2026-11-23 or a time with its offset such as 2026-11-23T10:00:00Z.")]
    public async Task A_line_that_cannot_be_meant_is_told(string line, string error)
    {
        (await RunAsync(line)).Should().Be(104);

        _cli.Error.Should().StartWith($"error: {error}\n");
    }

    [Theory]
    [InlineData("--since 2026-11-23", 2)]
    [InlineData("--since 2026-11-23T09:30:00+01:00", 2)]
    [InlineData("--since 2026-11-23T08:31Z", 0)]
    [InlineData("--until 2026-11-23", 0)]
    [InlineData("--suite capacity", 0)]
    public async Task The_list_can_be_narrowed(string options, int count)
    {
        await RunAsync($"runs list {options} --json");

        JsonDocument.Parse(_cli.Out).RootElement.GetProperty("runs").GetArrayLength().Should().Be(count);
    }

    private Task<int> RunAsync(string line) => _cli.RunAsync(
        line, RunsCommand.Create(_cli.Console, _cli.Stored, _cli.Output), BaselineCommand.Create(_cli.Console, _cli.Stored),
        CompareCommand.Create(_cli.Console, _cli.Stored, _cli.NoRuns(), _cli.Formats.Comparison));

    private void Keep(string id, ComparisonSample sample) => _store.Keep(sample.Run(id).Record, StoredSample.Evaluation);
}
