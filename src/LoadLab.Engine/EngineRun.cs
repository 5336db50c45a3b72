using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Engine.Pacing;
using LoadLab.Engine.Recording;
using LoadLab.Engine.SelfHealth;
using LoadLab.Engine.VirtualUsers;
using LoadLab.Sdk;

namespace LoadLab.Engine;

/// <summary>One run of the engine: the phases that are active, the collector's thread that harvests them once a second, the canary.</summary>
internal sealed partial class EngineRun : IPhaseOwner, IDisposable
{
    /// <summary>Further kinds stand in the report.</summary>
    private const int MostFailuresTold = 5;

    private readonly ILoadObserver _observer;
    private readonly PrecisionTimer _timer;
    private readonly Thread _collector;
    private readonly Canary _canary;
    private readonly HealthMonitor _health;
    private readonly ConcurrentQueue<string> _messages = new();
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _collectorEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ActivePhase[] _active = [];
    private volatile bool _ending;
    private readonly MetricSums _metrics;
    private int _failuresTold;
    private Exception? _fault;

    public EngineRun(LoadRequest request, ILoadObserver observer)
    {
        Request = request;
        _observer = observer;
        Secrets = new SecretSource(request.Plan.Hidden ?? new Variables(Environment.GetEnvironmentVariable));
        Logger = new ScenarioLogger(request.Clock.Time, Message);
        _timer = new PrecisionTimer(Time);
        Blocking = new BlockingWatch(Time);
        _metrics = new MetricSums(Metrics);
        foreach (var metric in request.Scenarios.Where(scenario => request.Plan.Phases.Any(phase => phase.Mix.Any(share => share.Scenario == scenario.Name))).SelectMany(scenario => scenario.Metrics))
        {
            Metrics.IndexOf(metric, "");
        }

        _canary = new Canary(Time, Blocking, SampleUsers);
        _health = new HealthMonitor(Time, _canary);
        _collector = new Thread(Collect) { IsBackground = true, Name = "loadlab collector" };
        _collector.Start();
    }

    public LoadRequest Request { get; }

    public TimeProvider Time => Request.Clock.Time;

    public IScenarioLogger Logger { get; }

    /// <summary>Numbers of metrics and checks.</summary>
    public MetricTable Metrics { get; } = new();

    /// <summary>The secrets that scenarios ask for: of the plan's variables, or of the environment where the plan has none.</summary>
    public SecretSource Secrets { get; }

    /// <summary>Whether code that keeps its thread is looked for.</summary>
    public BlockingWatch Blocking { get; }

    /// <summary>Why the run was stopped; null while it was not.</summary>
    public string? StopReason { get; private set; }

    /// <summary>Completed until somebody stopped the run: interrupted from outside, or stopped by its scenarios, its rules or a fault.</summary>
    public RunOutcome Outcome { get; private set; } = RunOutcome.Completed;

    /// <summary>True when somebody stopped the run.</summary>
    public bool Stopped => StopReason is not null;

    /// <summary>Ends when somebody stops the run.</summary>
    public Task WhenStopped => _stopped.Task;

    /// <summary>Runs a phase to its end, or until <paramref name="end"/> is set: then no new iterations, and drain.</summary>
    public async Task<PhaseResult> RunPhase(PhasePlan plan, IReadOnlyList<ScenarioRuntime> scenarios, long seed, CancellationToken end)
    {
        var phase = new PhaseRun(this, plan, scenarios, seed);
        var active = new ActivePhase(phase, new TaskCompletionSource<PhaseResult>(TaskCreationOptions.RunContinuationsAsynchronously));
        Tell(() => _observer.OnPhaseStarted(plan));
        lock (_lock)
        {
            phase.SetStart();
            _active = [.. _active, active];
            if (Stopped)
            {
                phase.Stop();
            }
        }

        new Thread(() => RunThread(active)) { IsBackground = true, Name = "loadlab " + plan.Name, Priority = ThreadPriority.AboveNormal }.Start();
        await using (end.Register(phase.Stop).ConfigureAwait(false))
        {
            return await active.Completion.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Ends the run gracefully: no new iterations, drain.</summary>
    public void StopAll(string reason) => Stop(reason, RunOutcome.Stopped);

    /// <summary>Ends the run gracefully because somebody outside wants it.</summary>
    public void Interrupt() => Stop("interrupted", RunOutcome.Interrupted);

    /// <summary>Says what failed first of its kind, while there are few kinds: who watches need not wait for the report.</summary>
    public void FirstFailure(string line)
    {
        var told = Interlocked.Increment(ref _failuresTold);
        if (told <= MostFailuresTold)
        {
            Message($"{Core.Text.Units.Clock(Request.Clock.Seconds)}  {line}");
        }
    }

    /// <summary>Hands a line to the observer, on the collector's thread.</summary>
    public void Message(string line) => _messages.Enqueue(line);

    /// <summary>Ends the collector after a last harvest.</summary>
    /// <exception cref="Exception">What the observer threw.</exception>
    public async Task EndAsync()
    {
        _ending = true;
        _timer.Wake();
        await _collectorEnded.Task.ConfigureAwait(false);
        if (_fault is not null)
        {
            ExceptionDispatchInfo.Throw(_fault);
        }
    }

    public void Dispose()
    {
        _ending = true;
        _timer.Wake();
        _collector.Join();
        _canary.Dispose();
        _timer.Dispose();
    }

    private void Stop(string reason, RunOutcome outcome)
    {
        lock (_lock)
        {
            Outcome = StopReason is null ? outcome : Outcome;
            StopReason ??= reason;
            _stopped.TrySetResult();
            foreach (var active in _active)
            {
                active.Phase.Stop();
            }
        }
    }

    private void RunThread(ActivePhase active)
    {
        try
        {
            active.Phase.Run();
        }
        catch (Exception fault)
        {
            active.Completion.TrySetException(fault);
            StopAll("the engine failed: " + fault.Message);
        }

        active.Ended = true;
        _timer.Wake();
    }

    private void SampleUsers(long now, long sinceLast)
    {
        foreach (var active in _active)
        {
            active.Phase.Little.Sample(now, sinceLast);
        }
    }

    private void Collect()
    {
        PrecisionTimer.PrepareThread();
        var second = (int)Request.Clock.Seconds;
        while (!_ending)
        {
            var boundary = Request.Clock.Origin + ((second + 1) * Time.TimestampFrequency);
            _timer.WaitUntil(boundary);
            var now = Request.Clock.Seconds;
            var whole = now >= second + 1;
            foreach (var active in _active)
            {
                if (active.Ended || whole)
                {
                    Harvest(active, whole ? (int)now - 1 : second);
                }
            }

            if (whole)
            {
                Tell(() => _observer.OnHealth(_health.Take((int)now - 1)));
                second = (int)now;
            }

            TellMessages();
        }

        TellMessages();
        _collectorEnded.TrySetResult();
    }

    private void Harvest(ActivePhase active, int second)
    {
        // Read before the harvest: what ended by then is in it.
        var ended = active.Ended;
        var phase = active.Phase;
        var measured = phase.IsMeasuredAt(Math.Min(Time.GetTimestamp(), ended ? phase.LoadEnd - 1 : long.MaxValue));
        var users = phase.Load.VirtualUsers;
        var inFlight = phase.Little.TakeInFlight();
        var (counts, lag, slices) = phase.Recorder.Harvest(second, _metrics);
        Sample(phase, ended);
        Tell(() => _observer.OnSecond(new LoadSecond
        {
            Second = second,
            Phase = phase.Plan.Name,
            Measured = measured,
            Counts = counts,
            VirtualUsers = users,
            InFlight = inFlight,
            Lag = lag,
            Slices = slices,
        }));
        if (ended)
        {
            lock (_lock)
            {
                _active = [.. _active.Where(other => other != active)];
            }

            LookAtNames(phase);
            active.Completion.TrySetResult(PhaseResults.Of(phase, Request.Clock));
            phase.Dispose();
        }
    }

    private void TellMessages()
    {
        while (_messages.TryDequeue(out var line))
        {
            Tell(() => _observer.OnMessage(line));
        }
    }

    /// <summary>An observer that fails ends the run; the engine goes on to drain and to tell what it measured.</summary>
    private void Tell(Action tell)
    {
        try
        {
            lock (_messages)
            {
                tell();
            }
        }
        catch (Exception fault)
        {
            _fault ??= fault;
            StopAll("the run's observer failed: " + fault.Message);
        }
    }

    private sealed class ActivePhase(PhaseRun phase, TaskCompletionSource<PhaseResult> completion)
    {
        private volatile bool _ended;

        public PhaseRun Phase { get; } = phase;

        public TaskCompletionSource<PhaseResult> Completion { get; } = completion;

        public bool Ended
        {
            get => _ended;
            set => _ended = value;
        }
    }
}
