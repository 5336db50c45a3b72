using System.Text.Json;
using LoadLab.Cli.Commands;
using LoadLab.Cli.Invocations;
using LoadLab.Cli.Making;
using LoadLab.Cli.Parts;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Noise;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Cli.Commands;
using LoadLab.Tests.Core.Comparison;
using LoadLab.Tests.Core.Evaluation.Slos;
using LoadLab.Tests.Core.Running;

namespace LoadLab.Tests.Cli.Commands;

/// <summary><c>compare --interleave</c> and <c>noise</c>: played loads through the real runner, store, comparer and calibrator.</summary>
public sealed class SeriesCommandTests : IDisposable
{
    private static readonly ComparisonSample Sample = new() { Seconds = 30, PerSecond = 40, Sigma = 0.2 };

    private readonly CliHarness _cli = new();
    private readonly List<string> _made = [];
    private readonly HashSet<int> _invalid = [];
    private readonly CancellationTokenSource _interrupt = new();
    private RunArguments? _prepared;
    private int _interruptAt = int.MaxValue;

    private string Error => _cli.Error;

    private RunStore Store => _cli.Store;

    public void Dispose()
    {
        _cli.Dispose();
        _interrupt.Dispose();
    }

    [Fact]
    public async Task Runs_take_turns_are_stored_with_a_label_and_are_compared_as_sets()
    {
        (await RunAsync("compare --interleave smoke --set-b lms.delay=20ms -n 5 --label commit=1a2b --json")).Should().Be(98, Error);

        string.Concat(_made).Should().Be("ABBAABBAAB");
        using var document = JsonDocument.Parse(_cli.Out);
        document.RootElement.GetProperty("before").GetArrayLength().Should().Be(5);
        document.RootElement.GetProperty("method").GetString().Should().StartWith("Hodges-Lehmann shift between 5 and 5 runs");
        Store.Summaries().Select(run => run.Labels["commit"]).Should().HaveCount(10).And.OnlyContain(commit => commit == "1a2b");
        Store.Summaries().Select(run => Store.Read(run.RunId).Record.Plan.Seed).Distinct().Should().ContainSingle();
        Error.Should().StartWith("10 runs, A B B A A B B A A B: 5m of load, and beside it what the stack takes to start and to stop, 10 times.\nRun 1 of 10 (A)\n");
    }

    [Fact]
    public async Task The_group_can_be_compared_again_by_its_label()
    {
        await RunAsync("compare --interleave smoke --set-b lms.delay=20ms -n 4");
        var again = Error.Split('\n').Single(line => line.StartsWith("Compare them again with: loadlab ", StringComparison.Ordinal))["Compare them again with: loadlab ".Length..];
        _cli.Clear();

        (await RunAsync(again)).Should().Be(98, Error);

        _made.Should().HaveCount(8, "nothing was made again");
        _cli.Out.Should().Contain("between 4 and 4 runs");
    }

    [Fact]
    public async Task An_invalid_run_is_made_again_and_told()
    {
        _invalid.Add(1);

        (await RunAsync("compare --interleave smoke --set-b lms.delay=20ms -n 4")).Should().Be(98, Error);

        string.Concat(_made).Should().Be("ABBBAABBA");
        Error.Should().Contain("Made again: Run '").And.Contain("is INVALID").And.Contain("1 run could not be used and is not compared.");
        _cli.Out.Should().Contain("between 4 and 4 runs");
    }

    [Fact]
    public async Task More_invalid_runs_than_are_made_again_are_left_out()
    {
        _invalid.UnionWith([1, 2, 3]);

        await RunAsync("compare --interleave smoke --set-b lms.delay=20ms -n 4");

        string.Concat(_made).Should().Be("ABBBBAABBA", "two are made again, the third is left out");
        Error.Should().Contain("Left out: Run '");
        _cli.Out.Should().Contain("between 4 and 3 runs");
    }

    [Fact]
    public async Task A_side_without_a_valid_run_is_97()
    {
        _invalid.UnionWith(Enumerable.Range(0, 50));

        (await RunAsync("compare --interleave smoke --set-b lms.delay=20ms -n 1")).Should().Be(97);

        Error.Should().Contain("error: There is no valid, complete run of A to compare.");
    }

    [Fact]
    public async Task An_interrupt_keeps_what_is_measured_and_makes_no_more()
    {
        var arguments = new RunArguments { Suite = "smoke" };
        var series = new SeriesPlan(arguments, arguments, 5, "interleave", "group");
        _interruptAt = 5;

        var made = await new SeriesMaker(Store, _cli.Console.Error, Maker(), TimeProvider.System).MakeAsync(series, isSetup: false, _interrupt.Token);

        (made.A.Count, made.B.Count, made.LeftOut, made.IsInterrupted).Should().Be((3, 2, 1, true));
        Store.List().Should().HaveCount(6, "the interrupted one is kept, too");
    }

    [Theory]
    [InlineData("compare --interleave smoke", "error: Nothing tells A from B: both are suite 'smoke'.")]
    [InlineData("compare --interleave smoke other --set-b users=7", "error: The two sides put another load on the target: phase 'rate-10' maxVirtualUsers 100 against 7.")]
    [InlineData("compare --interleave smoke -n 0 --set-b a=b", "error: -n '0' is not a whole number from 1 to 1,000.")]
    [InlineData("compare a b --set-b a=b -n 4", "error: --runs, --set-b: only with --interleave, which makes the runs that it compares.")]
    [InlineData("compare a", "error: Required argument missing for command: 'compare'.")]
    [InlineData("noise", "error: Give either a suite, or --from RUNS.")]
    [InlineData("noise smoke --from latest", "error: Give either a suite, or --from RUNS.")]
    [InlineData("noise --from latest -n 9 --set lms.delay=1s", "error: --from calibrates from stored runs and makes none, so --set, --runs would say nothing. Leave them out.")]
    [InlineData("noise smoke -n 3", "error: -n '3' is not a whole number from 4 to 1,000.")]
    [InlineData("noise smoke --check", "error: --check needs 10 runs or more, and 8 would be made: 8 calibrate, and each pair takes two more.\n  48 runs are 20 pairs: loadlab noise smoke -n 48 --check")]
    [InlineData("noise smoke -n 9 --check", "error: --check needs 10 runs or more, and 9 would be made:")]
    [InlineData("compare label:x label:y=1", "error: 'label:x' is not label:KEY=VALUE.")]
    [InlineData("compare label:interleave=a/A label:y=1", "error: No run in '")]
    public async Task What_cannot_be_is_told_before_anything_starts(string line, string message)
    {
        (await RunAsync(line)).Should().Be(104);

        Error.Should().StartWith(message);
        _made.Should().BeEmpty();
    }

    [Fact]
    public async Task Two_suites_of_one_load_may_take_turns()
    {
        (await RunAsync("compare --interleave smoke other -n 4")).Should().Be(0, Error);

        Store.Summaries().Select(run => run.Suite).Distinct().Should().BeEquivalentTo("smoke", "other");
    }

    [Fact]
    public async Task Noise_is_calibrated_kept_and_used_by_compare()
    {
        (await RunAsync("noise smoke -n 6")).Should().Be(0, Error);

        string.Concat(_made).Should().Be("AAAAAA", "nothing tells the sides apart");
        Store.Summaries().Select(run => run.Labels["noise"][^1]).Should().BeEquivalentTo("ABBAAB".ToCharArray());
        new NoiseStore(Store).List().Single().Runs.Should().HaveCount(6);
        _cli.Out.Should().Contain("Noise of this machine: ±").And.Contain("from 6 runs of");

        _cli.Clear();
        (await RunAsync("compare latest~1 latest")).Should().Be(0);
        _cli.Out.Should().Contain("Noise of this machine: ±");
    }

    [Fact]
    public async Task Noise_is_checked_with_pairs_of_its_own()
    {
        (await RunAsync("noise smoke -n 12 --check --json")).Should().Be(0, Error);

        using var document = JsonDocument.Parse(_cli.Out);
        document.RootElement.GetProperty("check").GetProperty("pairs").GetInt32().Should().Be(2);
        document.RootElement.GetProperty("calibration").GetProperty("runs").GetArrayLength().Should().Be(12);
    }

    [Fact]
    public async Task Noise_is_calibrated_from_stored_runs_too()
    {
        await RunAsync("noise smoke -n 4");
        Directory.Delete(Path.Combine(_cli.Directory, "noise"), recursive: true);

        (await RunAsync("noise --from *-smoke-* --json")).Should().Be(0, Error);

        _made.Should().HaveCount(4);
        new NoiseStore(Store).List().Should().ContainSingle();
    }

    private Task<int> RunAsync(string line)
    {
        var maker = Maker();
        return _cli.RunAsync(line, CompareCommand.Create(_cli.Console, _cli.Stored, maker, _cli.Formats.Comparison), NoiseCommand.Create(_cli.Console, _cli.Folders, _cli.Stored, maker));
    }

    private RunMaker Maker() => _cli.Maker(Prepare, CreateRunner);

    private Runner CreateRunner(RunStore store, Func<RunRecord, RunEvaluation> judge)
    {
        var (run, prepared) = (_made.Count, _prepared!);
        var isB = prepared.Overrides.Any(pair => pair.Key == "lms.delay");
        var record = PlayedLoad.Of((Sample with { Seed = (1_000 * run) + 7, MedianMicros = isB ? 60_000 : 40_000 }).Run().Record, _invalid.Contains(run) ? 500 : 0);
        var fakes = new RunnerFakes(_cli.Directory)
        {
            Load = (observer, _) =>
            {
                _made.Add(isB ? "B" : "A");
                var played = PlayedLoad.Play(record, observer);
                if (run == _interruptAt)
                {
                    _interrupt.Cancel();
                }

                return Task.FromResult(played);
            },
        };
        return fakes.ToRunner(store, judge, run == _interruptAt ? RunOutcome.Interrupted : RunOutcome.Completed);
    }

    private PreparedRun Prepare(RunArguments arguments)
    {
        _prepared = arguments;
        var plan = PlayedLoad.Of(Sample.Run().Record, 0).Plan;
        var users = arguments.Overrides.Any(pair => pair.Key == "users") ? 7 : plan.Phases[0].MaxVirtualUsers;
        return new PreparedRun(
            plan with { Suite = arguments.Suite, Labels = arguments.Labels, Seed = arguments.Seed ?? plan.Seed, Phases = [plan.Phases[0] with { MaxVirtualUsers = users }] },
            [],
            RecordBuilder.Catalogue,
            run => Evaluator.Evaluate(run, RecordBuilder.Catalogue));
    }
}
