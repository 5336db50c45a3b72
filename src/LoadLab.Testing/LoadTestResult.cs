using System.Diagnostics;
using LoadLab.Core.Running;
using LoadLab.Core.Verdicts;

namespace LoadLab.Testing;

/// <summary>What a load test said. <see cref="LoadTestAssertions"/> has the sentences; as text it is the verdict table.</summary>
public sealed class LoadTestResult
{
    private readonly string _text;

    internal LoadTestResult(RunResult run, string report, string text, string advice)
    {
        Run = run;
        ReportPath = report;
        Advice = advice;
        _text = text;
        Decision = Decisions.Of(run.Evaluation);
        Slos = [.. run.Evaluation.Verdicts.Select(Outcome)];
    }

    /// <summary>May it go live?</summary>
    public LoadTestDecision Decision { get; }

    /// <summary>True when it may.</summary>
    public bool IsGo => Decision == LoadTestDecision.Go;

    /// <summary>Every SLO, in the catalogue's order, then those in code.</summary>
    public IReadOnlyList<SloOutcome> Slos { get; }

    /// <summary>The run's id.</summary>
    public string RunId => Run.Record.RunId;

    /// <summary>The report to open.</summary>
    public string ReportPath { get; }

    /// <summary>The folder with all that is kept of the run.</summary>
    public string Folder => Run.Directory;

    /// <summary>What to do about it; empty for GO.</summary>
    public string Advice { get; }

    /// <summary>Iterations that ended well in the measured part of all phases.</summary>
    public long Succeeded => Run.Record.Phases.Sum(phase => phase.Measured.Ok);

    /// <summary>Iterations that failed in the measured part of all phases.</summary>
    public long Failed => Run.Record.Phases.Sum(phase => phase.Measured.Failed);

    /// <summary>Iterations of the measured part that had not ended when the run was over.</summary>
    internal long Unfinished => Run.Record.Phases.Sum(phase => phase.Measured.Interrupted);

    internal RunResult Run { get; }

    /// <summary>One SLO by its id.</summary>
    /// <exception cref="ArgumentException">There is none; with all that there are.</exception>
    public SloOutcome Slo(string id) => Slos.FirstOrDefault(slo => slo.Id == id)
        ?? throw new ArgumentException($"The run has no SLO '{id}'. It has: {string.Join(", ", Slos.Select(slo => slo.Id))}.", nameof(id));

    /// <summary>The decision, the verdict table, what failed, and where the report is.</summary>
    public override string ToString() => _text;

    private static SloOutcome Outcome(SloVerdict verdict) => new()
    {
        Id = verdict.Id,
        Title = verdict.Title,
        Verdict = verdict.Verdict switch
        {
            Core.Verdicts.Verdict.Pass => LoadTestVerdict.Pass,
            Core.Verdicts.Verdict.Warn => LoadTestVerdict.Warn,
            Core.Verdicts.Verdict.Fail => LoadTestVerdict.Fail,
            Core.Verdicts.Verdict.Inconclusive => LoadTestVerdict.Inconclusive,
            Core.Verdicts.Verdict.NotMeasured => LoadTestVerdict.NotMeasured,
            _ => throw new UnreachableException(verdict.Verdict.ToString()),
        },
        Measured = verdict.Measured,
        Low = verdict.Low,
        High = verdict.High,
        Limit = verdict.Limit,
        Unit = verdict.Unit,
        Samples = verdict.Samples,
        Reason = verdict.Reason,
        IsRequired = verdict.Required,
    };
}
