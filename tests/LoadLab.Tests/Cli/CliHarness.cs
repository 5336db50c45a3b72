using System.CommandLine;
using LoadLab.Cli;
using LoadLab.Cli.Ci;
using LoadLab.Cli.Invocations;
using LoadLab.Cli.Making;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Stored;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli;

/// <summary>A console and a directory of its own, and from them the parts of the command under test.</summary>
internal sealed class CliHarness : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public CliHarness()
    {
        Console = new CliConsole(_out, _error, Variables.None);
        Folders = new RunFolders(Directory, _ => Directory);
        Reports = new FakeReports(_out);
        Stored = new StoredRuns(Console, Folders, (_, _) => StoredSample.Evaluation);
        Output = new RunOutput(Console, Reports);
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("loadlab-cli-").FullName;

    public CliConsole Console { get; }

    public RunFolders Folders { get; }

    public StoredRuns Stored { get; }

    public FakeReports Reports { get; }

    public RunOutput Output { get; }

    /// <summary>The formats of reports.</summary>
    public ReportFormats Formats { get; } = new();

    public RunStore Store => new(Directory);

    public string Out => _out.ToString().ReplaceLineEndings("\n");

    public string Error => _error.ToString().ReplaceLineEndings("\n");

    public void Dispose()
    {
        System.IO.Directory.Delete(Directory, recursive: true);
        _out.Dispose();
        _error.Dispose();
    }

    public void Clear()
    {
        _out.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
    }

    /// <summary>What GitHub's runner is shown.</summary>
    /// <param name="environment">Reads a variable of the environment; null for an empty one.</param>
    public GitHubOutput GitHub(Func<string, string?>? environment = null) => new(_error, environment ?? (_ => null), Formats.Annotations, Formats.JobSummary);

    /// <summary>What a command makes runs with.</summary>
    public RunMaker Maker(Func<RunArguments, PreparedRun> prepare, Func<RunStore, Func<RunRecord, RunEvaluation>, Runner> runner) =>
        new(Console, Output, new FakeMaking(_error, prepare, runner));

    /// <summary>Of a command that could run single iterations, and does not get to it.</summary>
    public OnceMaker Once => new(Console, prepared => throw new InvalidOperationException($"One iteration of '{prepared.Plan.Suite}' was asked for."));

    /// <summary>Of a command that could make runs, and does not get to it: whatever asks for a plan or a runner fails.</summary>
    public RunMaker NoRuns(Func<RunArguments, PreparedRun>? prepare = null) => Maker(
        prepare ?? (asked => throw new InvalidOperationException($"A plan of '{asked.Suite}' was asked for.")),
        (_, _) => throw new InvalidOperationException("A runner was asked for."));

    public Task<int> RunAsync(string line, params Command[] commands) =>
        CommandLine.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), Console, commands);
}
