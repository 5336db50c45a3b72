using LoadLab.Core.Comparison;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Comparison;

namespace LoadLab.Tests.Core.Store;

/// <summary>Two LoadLabs over one directory: what is there afterwards is whole, and is what one of them wrote.</summary>
public sealed class TwoAtOnceTests : IDisposable
{
    private const int Rounds = 40;

    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-two-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Labels_baselines_lists_and_new_runs_at_once_leave_whole_files()
    {
        var run = new ComparisonSample { Seconds = 5 }.Run("20261123T083000Z-smoke-base");
        new RunStore(_directory).Keep(run.Record, StoredSample.Evaluation);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() => Work(worker, run), CancellationToken.None)));

        var store = new RunStore(_directory);
        store.List().Should().HaveCount(1 + (4 * Rounds));
        store.Summaries().Should().OnlyContain(summary => summary.Outcome == "completed");
        store.Read("20261123T083000Z-smoke-base").Record.Plan.Labels["by"].Should().MatchRegex("^[0-3]$");
        new BaselineStore(store).List().Should().ContainSingle();
        Directory.EnumerateFiles(_directory, "*.tmp", SearchOption.AllDirectories).Should().BeEmpty();
    }

    private void Work(int worker, ComparedRun run)
    {
        var store = new RunStore(_directory);
        for (var round = 0; round < Rounds; round++)
        {
            store.Keep(run.Record with { RunId = $"20261124T083000Z-smoke-{worker}{round:x3}" }, StoredSample.Evaluation);
            RunArchive.Label(store, run.Record.RunId, new Dictionary<string, string> { ["by"] = $"{worker}" });
            new BaselineStore(store).Set(BaselineMaker.Of(new ComparedRun(run.Record, ValidityStatus.Valid)));
            store.Summaries().Should().NotBeEmpty();
        }
    }
}
