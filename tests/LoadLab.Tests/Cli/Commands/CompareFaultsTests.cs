using System.Text.Json;
using LoadLab.Cli.Commands;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Tests.Core.Evaluation.Faults;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli.Commands;

/// <summary>What <c>compare</c> says of the faults of two sides, on the console and in its document.</summary>
public sealed class CompareFaultsTests : IDisposable
{
    private const string Head = "FAULT                 BEFORE  AFTER  CHANGE  ";

    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_fault_of_one_side_alone_is_listed_and_may_explain_a_shift()
    {
        Keep("a", run => Take(run, []));
        Keep("b", _ => { });

        await RunAsync("compare a b");

        Lines().Should().ContainInConsecutiveOrder("NOT THE SAME on both sides; '!' alone may explain a shift:", "  ! fault postgres stop at 20s: (none) -> for 5s");
        Lines().Should().ContainInConsecutiveOrder(
            "",
            "Faults, from the fault until the target was as before. They are not tested and no part of the verdict.",
            Head + "MENDED BEFORE  MENDED AFTER",
            "postgres stop at 20s       –  6.9 s       –  no such fault  by LoadLab",
            "");
    }

    [Fact]
    public async Task Other_faults_stand_beside_each_other_by_their_time()
    {
        Keep("a", _ => { });
        Keep("b", run => Take(run, [new FaultPlan(FaultKind.Pause, "redis", TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(3))], new FaultEvent(0, 12, 15)));

        await RunAsync("compare a b");

        Lines().Should().ContainInConsecutiveOrder("  ! fault postgres stop at 20s: for 5s -> (none)", "  ! fault redis pause at 12s: (none) -> for 3s");
        Lines().Should().ContainInConsecutiveOrder(
            Head + "MENDED BEFORE  MENDED AFTER",
            "redis pause at 12s         –  3.0 s       –  no such fault  by LoadLab",
            "postgres stop at 20s   6.9 s      –       –  by LoadLab     no such fault");
    }

    [Fact]
    public async Task A_healed_run_beside_one_that_LoadLab_mended()
    {
        Keep("a", run => run.Plans[0] = run.Plans[0] with { For = TimeSpan.FromSeconds(20) }, new FaultEvent(0, 20.1, 40.1));
        Keep("b", run => run.Plans[0] = run.Plans[0] with { For = TimeSpan.FromSeconds(20), HealWithin = TimeSpan.FromSeconds(20) }, new FaultEvent(0, 20.1, 25.2) { HealedBy = "heal-db" });

        await RunAsync("compare a b");

        Lines().Should().Contain("  ! fault postgres stop at 20s: for 20s -> for 20s or until a healer mends it");
        Lines().Should().ContainInConsecutiveOrder(
            "FAULT                 BEFORE  AFTER   CHANGE  MENDED BEFORE  MENDED AFTER",
            "postgres stop at 20s  20.0 s  6.9 s  -13.1 s  by LoadLab     by heal-db after 5.1 s");
    }

    [Fact]
    public async Task A_run_that_did_not_recover_has_no_length_and_the_reason_instead()
    {
        Keep("a", _ => { });
        Keep("b", run => run.Failed = second => second >= 20 ? 20 : 0);

        await RunAsync("compare a b --json");

        using var document = JsonDocument.Parse(_cli.Out);
        var fault = document.RootElement.GetProperty("faults").EnumerateArray().Should().ContainSingle().Which;
        fault.EnumerateObject().Select(property => (property.Name, property.Value.GetRawText())).Should().Equal(
            ("fault", "\"postgres stop at 20s\""),
            ("beforeSeconds", "6.9"),
            ("afterSeconds", "null"),
            ("before", "\"by LoadLab\""),
            ("after", "\"by LoadLab; not recovered when the measuring ended\""));
    }

    [Fact]
    public async Task Runs_without_faults_have_no_table()
    {
        Keep("a", run => Take(run, []));
        Keep("b", run => Take(run, []));

        await RunAsync("compare a b");
        Lines().Should().NotContain(line => line.StartsWith("FAULT", StringComparison.Ordinal) || line.Contains(" fault ", StringComparison.Ordinal));

        _cli.Clear();
        await RunAsync("compare a b --json");
        using var document = JsonDocument.Parse(_cli.Out);
        document.RootElement.TryGetProperty("faults", out _).Should().BeFalse();
    }

    private string[] Lines() => _cli.Out.Split('\n');

    private Task<int> RunAsync(string line) => _cli.RunAsync(line, CompareCommand.Create(_cli.Console, _cli.Stored, _cli.NoRuns(), _cli.Formats.Comparison));

    /// <summary>Keeps a run that fails from second 20 until 1.8 s after the mending.</summary>
    private void Keep(string id, Action<FaultRun> alter, FaultEvent? happened = null)
    {
        var run = new FaultRun { Failed = second => second is >= 20 and < 27 ? 20 : 0 };
        if (happened is not null)
        {
            run.Events[0] = happened;
        }

        alter(run);
        new RunStore(_cli.Directory).Keep(run.Build() with { RunId = id }, StoredSample.Evaluation);
    }

    private static void Take(FaultRun run, IReadOnlyList<FaultPlan> plans, params FaultEvent[] events)
    {
        run.Plans.Clear();
        run.Plans.AddRange(plans);
        run.Events.Clear();
        run.Events.AddRange(events);
        run.Failed = _ => 0;
    }
}
