using System.Diagnostics;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Terminal;

/// <summary>
/// Shows a capacity search while it runs: a line for each step that was judged, and on a terminal a line that goes on with the step under way. Thread-safe; a writer that breaks
/// silences it and never stops a run.
/// </summary>
internal sealed class CapacityView(TextWriter writer, LiveOptions options) : IRunObserver, ICapacityObserver, IDisposable
{
    private const string Clear = "\r\u001b[K";

    private readonly Lock _gate = new();
    private string _step = "";
    private int _seconds;
    private bool _silent;

    /// <summary>On standard error, as the terminal and the environment allow.</summary>
    public CapacityView()
        : this(Console.Error, LiveOptions.ForStandardError())
    {
    }

    /// <inheritdoc/>
    public void OnRunStarted(string runId, RunPlan plan) => Say($"{plan.Suite}: capacity search, run {runId}");

    /// <inheritdoc/>
    public void OnStack(string line) => Say("  " + line);

    /// <inheritdoc/>
    public void OnNext(int number, CapacityModel model, double load, SearchStage stage, TimeSpan length)
    {
        lock (_gate)
        {
            _step = $"step {number}: {CapacityText.Load(model, load)}, {Word(stage)}, {Units.Duration(length)}";
            _seconds = 0;
            if (!options.Redraw)
            {
                Put(_step + "\n");
            }
        }
    }

    /// <inheritdoc/>
    public void OnSecond(LoadSecond second)
    {
        lock (_gate)
        {
            _seconds++;
            if (options.Redraw)
            {
                var line = FormattableString.Invariant($"{_step}  {_seconds} s: {second.Counts.Ok}/s ok, {second.Counts.Failed} failed{(second.Measured ? "" : ", settling")}");
                Put(Clear + line[..Math.Min(line.Length, Math.Max(20, options.Width() - 1))]);
            }
        }
    }

    /// <inheritdoc/>
    public void OnHealth(HealthSecond second)
    {
    }

    /// <inheritdoc/>
    public void OnPhaseStarted(PhasePlan phase)
    {
    }

    /// <inheritdoc/>
    public void OnMessage(string message) => Say("  " + message);

    /// <inheritdoc/>
    public void OnStep(int number, JudgedStep step, double? load, double? low, double? high)
    {
        ArgumentNullException.ThrowIfNull(step);
        var model = step.Step.Model;
        var known = (load, low, high) switch
        {
            ({ } at, { } from, { } to) => new Interval(at, from, to) is var held ? $"capacity {CapacityFigure.Held(model, held)}{(CapacityFigure.Range(model, held) is { } range ? ", " + range : "")}" : "",
            (_, { } from, _) => $"at least {CapacityText.Load(model, from)}",
            (_, _, { } to) => $"nothing known below {CapacityText.Load(model, to)}",
            _ => "nothing known yet",
        };
        Say($"step {number}: {CapacityText.Load(model, step.Step.Load)} {Word(step.Step.Outcome)}: {(step.Step.Outcome is StepOutcome.Invalid ? step.Step.Reason : step.Worst)}\n    {known}");
    }

    /// <inheritdoc/>
    public void OnLoadEnded(RunOutcome outcome) => Say($"The load {(outcome == RunOutcome.Completed ? "is over" : "was stopped")}.");

    public void Dispose()
    {
        lock (_gate)
        {
            if (options.Redraw)
            {
                Put(Clear);
            }
        }
    }

    private static string Word(SearchStage stage) => stage switch
    {
        SearchStage.Grow => "growing",
        SearchStage.Shrink => "shrinking",
        SearchStage.Narrow => "narrowing",
        SearchStage.Confirm => "confirming",
        _ => throw new UnreachableException($"{stage} has no word."),
    };

    private static string Word(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Holds => "holds",
        StepOutcome.Breaks => "breaks",
        StepOutcome.Undecided => "is undecided",
        StepOutcome.Invalid => "is invalid",
        _ => throw new UnreachableException($"{outcome} has no word."),
    };

    private void Say(string line)
    {
        lock (_gate)
        {
            Put((options.Redraw ? Clear : "") + line + "\n");
        }
    }

    private void Put(string text)
    {
        if (_silent)
        {
            return;
        }

        try
        {
            writer.Write(text);
            writer.Flush();
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            _silent = true;
        }
    }
}
