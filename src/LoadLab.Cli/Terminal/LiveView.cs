using System.Text;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Terminal;

/// <summary>
/// Shows a run's progress: a small block redrawn in place, or a plain line every five seconds. Meant for standard error. Thread-safe;
/// a writer that breaks (a closed pipe) silences it and never stops a run.
/// </summary>
internal sealed class LiveView : IRunObserver, IDisposable
{
    private const int LineEverySeconds = 5;

    private static readonly TimeSpan RedrawAtMost = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly LiveState _state = new();
    private readonly TextWriter _writer;
    private readonly LiveOptions _options;
    private readonly TimeProvider _time;
    private ITimer? _timer;
    private long? _loadBegan;
    private long? _lastDrawn;
    private int _drawnLines;
    private int _lastLineAt;
    private bool _silent;

    /// <summary>Shows progress on standard error, as the terminal and the environment allow.</summary>
    public LiveView()
        : this(Console.Error, LiveOptions.ForStandardError(), TimeProvider.System)
    {
    }

    /// <summary>Shows progress on <paramref name="writer"/>.</summary>
    public LiveView(TextWriter writer, LiveOptions options, TimeProvider time)
    {
        _writer = writer;
        _options = options;
        _time = time;
    }

    /// <inheritdoc/>
    public void OnRunStarted(string runId, RunPlan plan)
    {
        lock (_gate)
        {
            _state.Apply(plan);
            Say($"{plan.Suite}: {Units.Duration(plan.Duration)} of load in {plan.Phases.Count} phase{(plan.Phases.Count == 1 ? "" : "s")}, run {runId}");
        }
    }

    /// <inheritdoc/>
    public void OnStack(string line)
    {
        lock (_gate)
        {
            Say("  " + line);
        }
    }

    /// <inheritdoc/>
    public void OnPhaseStarted(PhasePlan phase)
    {
        lock (_gate)
        {
            _state.Apply(phase);
            _loadBegan ??= _time.GetTimestamp();
            if (_options.Redraw)
            {
                // The clock on the screen goes on even when no second arrives: a stalled run has to look like one.
                _timer ??= _time.CreateTimer(_ => Redraw(), null, Tick, Tick);
                Draw(always: true);
            }
        }
    }

    /// <inheritdoc/>
    public void OnSecond(LoadSecond second)
    {
        lock (_gate)
        {
            _state.Apply(second);
            if (_options.Redraw)
            {
                Draw(always: false);
            }
            else if (_state.CompleteSeconds - _lastLineAt >= LineEverySeconds)
            {
                _lastLineAt = _state.CompleteSeconds;
                Put(PlainText.Inline(LiveText.Line(_state, _state.CompleteSeconds)) + "\n");
            }
        }
    }

    /// <inheritdoc/>
    public void OnHealth(HealthSecond second)
    {
        lock (_gate)
        {
            _state.Apply(second);
        }
    }

    /// <inheritdoc/>
    public void OnProbe(Measure measure, ProbePoint point)
    {
        lock (_gate)
        {
            _state.Apply(measure, point);
        }
    }

    /// <inheritdoc/>
    public void OnMessage(string message)
    {
        lock (_gate)
        {
            Say(message);
        }
    }

    /// <inheritdoc/>
    public void OnLoadEnded(RunOutcome outcome)
    {
        lock (_gate)
        {
            StopTimer();
            Put(Erase());
            var how = outcome == RunOutcome.Completed ? "Load complete" : $"Load ended early ({outcome.ToString().ToLowerInvariant()})";
            Put($"{how} after {Units.Clock(Elapsed())}. Stopping the stack and judging.\n");
            _loadBegan = null;
        }
    }

    /// <summary>Takes the block off the screen. May be called more than once.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            StopTimer();
            Put(Erase());
            _loadBegan = null;
        }
    }

    private void Redraw()
    {
        lock (_gate)
        {
            Draw(always: false);
        }
    }

    private void StopTimer()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private double Elapsed() => _loadBegan is { } began ? _time.GetElapsedTime(began).TotalSeconds : _state.CompleteSeconds;

    /// <summary>A line that stays; the block moves below it.</summary>
    private void Say(string line)
    {
        var text = PlainText.Whole(line).TrimEnd('\n') + "\n";
        if (_options.Redraw && _drawnLines > 0)
        {
            Put(Erase() + text);
            Draw(always: true);
            return;
        }

        Put(text);
    }

    private void Draw(bool always)
    {
        if (_loadBegan is null || (!always && _lastDrawn is { } last && _time.GetElapsedTime(last) < RedrawAtMost))
        {
            return;
        }

        _lastDrawn = _time.GetTimestamp();
        // The last column stays free: some terminals wrap as soon as it is filled.
        var block = LiveText.Block(_state, Elapsed(), Math.Max(20, _options.Width() - 1), _options.Unicode);
        var text = new StringBuilder(Erase());
        foreach (var line in block)
        {
            foreach (var piece in line)
            {
                text.Append(Paint(piece));
            }

            text.Append('\n');
        }

        _drawnLines = block.Count;
        Put(text.ToString());
    }

    /// <summary>Codes that take the block away; the cursor is where the block began.</summary>
    private string Erase()
    {
        var codes = _drawnLines == 0 ? "" : $"\r\u001b[{_drawnLines}A\u001b[J";
        _drawnLines = 0;
        return codes;
    }

    private static string Paint(StyledText piece)
    {
        var code = piece.Style switch
        {
            TextStyle.Strong => "1",
            TextStyle.Faint => "2",
            TextStyle.Accent => "36",
            TextStyle.Good => "32",
            TextStyle.Attention => "33",
            TextStyle.Bad => "1;31",
            _ => "",
        };
        var plain = PlainText.Inline(piece.Text);
        return code.Length == 0 || plain.Length == 0 ? plain : $"\u001b[{code}m{plain}\u001b[0m";
    }

    private void Put(string text)
    {
        if (_silent || text.Length == 0)
        {
            return;
        }

        try
        {
            _writer.Write(text);
            _writer.Flush();
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            // The reader has gone. The run matters more than its progress.
            _silent = true;
        }
    }
}
