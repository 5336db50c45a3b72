using LoadLab.Cli.Commands;
using LoadLab.Cli.Invocations;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Engine.SelfTest;
using LoadLab.Sdk;
using LoadLab.Stacks.Doctor;
using LoadLab.Stacks.Prometheus;

namespace LoadLab.Cli;

/// <summary>All that the commands work with. Nothing is made before it is asked for, so that <c>--help</c> costs nothing.</summary>
internal sealed record CliParts
{
    /// <summary>Where results go and documents are printed.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress, logs and faults.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Directory of the runs, unless <c>--out</c> gives another.</summary>
    public required string Results { get; init; }

    /// <summary>Directory of the runs of a suite, given by name or path, unless <c>--out</c> gives another.</summary>
    public Func<string, string> SuiteResults { get => field ?? (_ => Results); init; }

    /// <summary>The variables that suites, catalogues and options may name, and what must not be shown.</summary>
    public Variables Variables { get; init; } = new(_ => null);

    /// <summary>Where the command line was given, for what a report says about doing it again.</summary>
    public Surroundings Surroundings { get => field ?? new Surroundings("/", Environment.CurrentDirectory, "./loadlab", Variables); init; }

    /// <summary>Installs what this machine lacks and says each command before it runs.</summary>
    public required Func<IProgress<string>, CancellationToken, Task> Setup { get; init; }

    /// <summary>Reads suite, scenarios and catalogue and makes the plan; all faults at once (104).</summary>
    public required Func<RunArguments, PreparedRun> Prepare { get; init; }

    /// <summary>A runner over a store, whose runs are judged by the given judge.</summary>
    public required Func<RunStore, Func<RunRecord, RunEvaluation>, Runner> Runner { get; init; }

    /// <summary>A runner over a store for an ad hoc load.</summary>
    public required Func<RunStore, HttpLoad, Runner> HttpRunner { get; init; }

    /// <summary>Reads a catalogue: a name, a path, or null for the one of the LMS; all faults at once (104).</summary>
    public required Func<string?, SloCatalogue> Catalogue { get; init; }

    /// <summary>Reads the suite of this name or path; all faults at once (104).</summary>
    public Func<string, ReadSuite> Suite { get; init; } = _ => throw new NotSupportedException();

    /// <summary>Judges a record by a catalogue: a name, a path, or null for the one of its plan.</summary>
    public required Func<RunRecord, string?, RunEvaluation> Judge { get; init; }

    /// <summary>Shows a run while it runs. Disposed before anything else is printed when it is disposable.</summary>
    public required Func<IRunObserver> Observer { get; init; }

    /// <summary>The formats of reports.</summary>
    public ReportFormats Reports { get; init; } = new();

    /// <summary>Prints the verdicts for people; the last argument is the report's path.</summary>
    public required Action<RunRecord, RunEvaluation, string> ShowVerdicts { get; init; }

    /// <summary>The same where the SLOs are a part of the decision, which comes last; null: <see cref="ShowVerdicts"/>.</summary>
    public Action<RunRecord, RunEvaluation, string>? ShowPart { get; init; }

    /// <summary>Runs the self-test: told the title of each case that starts, and which cases (a part of the title, or null for all).</summary>
    public required Func<Action<string>, string?, CancellationToken, IAsyncEnumerable<SelfTestRow>> SelfTest { get; init; }

    /// <summary>Looks at this machine.</summary>
    public required Func<CancellationToken, Task<IReadOnlyList<DoctorCheck>>> Doctor { get; init; }

    /// <summary>A client of a Prometheus, with its patience for one answer.</summary>
    public Func<PrometheusAddress, TimeSpan, PrometheusClient> Prometheus { get; init; } = (_, _) => throw new NotSupportedException();

    /// <summary>Ends the stack at once, if there is one.</summary>
    public required Action Kill { get; init; }

    /// <summary>Reads a variable of the environment; null when it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>The clock that says what is over.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Ends the process at once.</summary>
    public Action<int> Exit { get; init; } = Environment.Exit;
}

/// <summary>What <c>run</c> was asked to do.</summary>
internal sealed record RunArguments
{
    public required string Suite { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Overrides { get; init; } = [];

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public string? Stack { get; init; }

    public long? Seed { get; init; }

    /// <summary>The decision that it is made for.</summary>
    public ChangeOptions Change { get; init; } = new();

    /// <summary>Directory of the runs and imports; null for the default one.</summary>
    public string? Results { get; init; }

    public ShardPlan Shard { get; init; } = ShardPlan.Whole;

    public DateTimeOffset? StartAt { get; init; }
}

/// <summary>A suite as read: what it maps of its target's metrics, and its catalogue, which is read when it is asked for.</summary>
internal sealed record ReadSuite(IReadOnlyDictionary<string, string> Metrics, Func<SloCatalogue> Catalogue);

/// <summary>A run that could begin now.</summary>
internal sealed record PreparedRun(RunPlan Plan, IReadOnlyList<ScenarioProps> Scenarios, SloCatalogue Catalogue, Func<RunRecord, RunEvaluation> Judge);
