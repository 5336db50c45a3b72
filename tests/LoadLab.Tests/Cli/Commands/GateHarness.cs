using LoadLab.Cli.Commands;
using LoadLab.Cli.Parts;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Reporting.Html;
using LoadLab.Tests.Core.Comparison;
using LoadLab.Tests.Core.Evaluation.Slos;
using LoadLab.Tests.Core.Running;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli.Commands;

/// <summary><c>gate</c> and <c>run</c> over a store with one run to compare with: loads that are played to the real runner, the real evaluator and the real comparer.</summary>
internal sealed class GateHarness : IDisposable
{
    public static readonly ComparisonSample Sample = new() { Seconds = 40, PerSecond = 60, Sigma = 0.2 };

    private readonly CliHarness _cli = new();

    public GateHarness()
    {
        _cli.Reports.Formats = [new HtmlReport()];
        Keep("20261123T083000Z-smoke-base", Sample);
    }

    public string Directory => _cli.Directory;

    public RunStore Store => _cli.Store;

    public string Out => _cli.Out;

    public string Error => _cli.Error;

    public string LastLine => Out.TrimEnd().Split('\n')[^1];

    /// <summary>The environment.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public bool WasPrepared { get; private set; }

    public bool WasRun { get; private set; }

    public void Dispose() => _cli.Dispose();

    public void Keep(string id, ComparisonSample sample) => Store.Keep(PlayedLoad.Of(sample.Run(id).Record, 0), StoredSample.Evaluation);

    public Task<int> GateAsync(ComparisonSample sample, RunOutcome outcome = RunOutcome.Completed, long dropped = 0, string name = "latest") =>
        RunAsync($"gate smoke --baseline {name}", sample, outcome, dropped);

    public Task<int> RunAsync(string line, ComparisonSample sample, RunOutcome outcome = RunOutcome.Completed, long dropped = 0)
    {
        var record = PlayedLoad.Of(sample.Run().Record, dropped);
        var fakes = new RunnerFakes(Directory)
        {
            Load = (observer, _) =>
            {
                WasRun = true;
                return Task.FromResult(PlayedLoad.Play(record, observer));
            },
        };
        var maker = _cli.Maker(
            arguments =>
            {
                WasPrepared = true;
                return new PreparedRun(record.Plan with { Change = ChangePlanner.Plan(RecordBuilder.Catalogue, arguments.Change, []) }, [], RecordBuilder.Catalogue, run => Evaluator.Evaluate(run, RecordBuilder.Catalogue));
            },
            (store, judge) => fakes.ToRunner(store, judge, outcome));
        return _cli.RunAsync(
            line,
            GateCommand.Create(_cli.Console, _cli.Folders, _cli.Stored, maker, _cli.Output, _cli.Formats.Gate, _cli.GitHub(Variables.GetValueOrDefault)),
            RunCommand.Create(_cli.Console, _cli.Folders, maker, _cli.Output, _cli.Once),
            BaselineCommand.Create(_cli.Console, _cli.Stored));
    }
}
