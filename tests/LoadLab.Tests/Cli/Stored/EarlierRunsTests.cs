using LoadLab.Cli.Stored;
using LoadLab.Core.Runs;
using LoadLab.Tests.Core.Comparison;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli.Stored;

public sealed class EarlierRunsTests : IDisposable
{
    private static readonly RunRecord Sample = PlayedLoad.Of(new ComparisonSample { Seconds = 10, PerSecond = 10 }.Run().Record, 0);

    private readonly CliHarness _cli = new();

    public EarlierRunsTests() => Keep("run-1", Sample);

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void The_newest_run_tells_of_the_next()
    {
        Keep("run-2", Sample);

        Ids(EarlierRuns.Of(_cli.Store, Sample.Plan)).Should().Be(("run-2", "run-2"));
    }

    [Fact]
    public void A_run_without_the_plans_scenarios_is_the_last_one_and_an_older_one_has_the_shapes()
    {
        Keep("run-2", Sample with { Slices = [.. Sample.Slices.Select(slice => slice with { Key = slice.Key with { Scenario = "other" } })] });

        Ids(EarlierRuns.Of(_cli.Store, Sample.Plan)).Should().Be(("run-2", "run-1"));
    }

    [Fact]
    public void A_run_that_cannot_be_read_is_passed_over()
    {
        Keep("run-2", Sample);
        File.WriteAllText(Path.Combine(_cli.Directory, "run-2", "run.json"), "{");

        Ids(EarlierRuns.Of(_cli.Store, Sample.Plan)).Should().Be(("run-1", "run-1"));
    }

    [Fact]
    public void Runs_of_another_suite_tell_nothing() =>
        Ids(EarlierRuns.Of(_cli.Store, Sample.Plan with { Suite = "other" })).Should().Be((null, null));

    private static (string? Last, string? Shapes) Ids(EarlierRuns earlier) => (earlier.Last?.RunId, earlier.Shapes?.RunId);

    private void Keep(string id, RunRecord record) => _cli.Store.Keep(record with { RunId = id }, StoredSample.Evaluation);
}
