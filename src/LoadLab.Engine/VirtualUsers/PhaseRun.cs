using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Engine.Clients;
using LoadLab.Engine.Pacing;
using LoadLab.Engine.Recording;
using LoadLab.Engine.SelfHealth;
using LoadLab.Engine.Tracing;
using LoadLab.Sdk;

namespace LoadLab.Engine.VirtualUsers;

/// <summary>One phase while it runs: its load, its users, its recorder. Its schedule has a thread of its own, which no scenario can block.</summary>
internal sealed class PhaseRun : IDisposable
{
    /// <summary>How long an iteration that was cut off may take to notice.</summary>
    private static readonly TimeSpan CutOffGrace = TimeSpan.FromSeconds(2);

    private readonly IPhaseOwner _owner;
    private readonly CancellationTokenSource _cutOff = new();
    private readonly PrecisionTimer _timer;
    private readonly List<VirtualUser> _users = [];
    private readonly MeasuredWindow[] _windows;
    private readonly LittlesLawSampler _little;
    private long _start;
    private int _inFlight;
    private int _outstanding;
    private volatile bool _stopping;

    public PhaseRun(IPhaseOwner owner, PhasePlan plan, IReadOnlyList<ScenarioRuntime> scenarios, long seed)
    {
        _owner = owner;
        Time = owner.Time;
        Plan = plan;
        Seed = seed;
        Scenarios = scenarios;
        Mix = new ScenarioMix(scenarios, seed);
        Recorder = new PhaseRecorder(plan.Name, [.. scenarios.Select(scenario => scenario.Props.Name)], Time.TimestampFrequency, owner.Request.Trace is null ? owner.FirstFailure : null);
        Blocking = new BlockMarks(owner.Blocking, Time);
        Connections = new ConnectionSet(plan, owner.Request.Instances, Time, _cutOff.Token, owner.Request.Trace);
        Trace = owner.Request.Trace;
        Traces = TraceLog.Of(owner.Request, plan, seed);
        _timer = new PrecisionTimer(Time);
        _windows = MeasuredWindow.Of(plan);
        _little = new LittlesLawSampler(this);
        Load = plan.Model == LoadModel.Open ? new OpenLoad(this, owner.Request.Plan.Shard) : new ClosedLoad(this, owner.Request.Plan.Shard);
    }

    public PhasePlan Plan { get; }

    public long Seed { get; }

    public IReadOnlyList<ScenarioRuntime> Scenarios { get; }

    public ScenarioMix Mix { get; }

    public PhaseRecorder Recorder { get; }

    public ConnectionSet Connections { get; }

    public GroupNames GroupNames { get; } = new();

    /// <summary>Sees every step; null for a load.</summary>
    public IIterationTrace? Trace { get; }

    /// <summary>Requests that are sampled for the target's tracing; null for none.</summary>
    public TraceLog? Traces { get; }

    /// <summary>Marks of steps that may keep their threads.</summary>
    public BlockMarks Blocking { get; }

    public ILoad Load { get; }

    public TimeProvider Time { get; }

    public IScenarioLogger Logger => _owner.Logger;

    public IReadOnlyDictionary<string, string> Settings => _owner.Request.Plan.Settings;

    public SecretSource Secrets => _owner.Secrets;

    public string SuiteDirectory => _owner.Request.Plan.SuiteDirectory is { Length: > 0 } folder ? folder : Environment.CurrentDirectory;

    public ShardPlan Shard => _owner.Request.Plan.Shard;

    public MetricTable Metrics => _owner.Metrics;

    public CancellationToken CutOffToken => _cutOff.Token;

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>True when no new iteration shall start.</summary>
    public bool Stopping => _stopping;

    public long PlannedEnd => TimestampAt(Plan.Duration.TotalSeconds);

    public long Start => _start;

    /// <summary>Time stamp at which the phase's load ended: by plan, or earlier when it was stopped.</summary>
    public long LoadEnd { get; private set; }

    public LittlesLawSampler Little => _little;

    public MeasuredWindow[] Windows => _windows;

    public long TimestampAt(double offsetSeconds) => _start + (long)(offsetSeconds * Time.TimestampFrequency);

    public long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Time.TimestampFrequency);

    public bool IsMeasuredAt(long timestamp)
    {
        var offset = timestamp - _start;
        foreach (var window in _windows)
        {
            if (offset >= Ticks(window.Start) && offset < Ticks(window.End))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The part of a stretch of time that lies in the measured windows, in ticks.</summary>
    public long MeasuredTicks(long from, long to)
    {
        long ticks = 0;
        foreach (var window in _windows)
        {
            ticks += Math.Max(0, Math.Min(to, _start + Ticks(window.End)) - Math.Max(from, _start + Ticks(window.Start)));
        }

        return ticks;
    }

    /// <summary>Makes a user.</summary>
    /// <param name="scenario">What it runs.</param>
    /// <param name="number">Its number in the phase, over all shards.</param>
    /// <param name="ofScenario">Its number among those of its scenario.</param>
    public VirtualUser CreateUser(ScenarioRuntime scenario, int number, int ofScenario)
    {
        var user = new VirtualUser(this, scenario, number) { ScenarioUserNumber = ofScenario };
        lock (_users)
        {
            _users.Add(user);
        }

        return user;
    }

    /// <summary>Starts the phase's clock; call before <see cref="Run"/>.</summary>
    public void SetStart() => _start = Time.GetTimestamp();

    /// <summary>Load, then drain, then cut off what does not end. Runs on a thread of its own.</summary>
    public void Run()
    {
        Load.Run();
        _stopping = true;
        LoadEnd = Time.GetTimestamp();
        WaitForUsers(Plan.Drain);
        if (Volatile.Read(ref _outstanding) > 0)
        {
            _cutOff.Cancel();
            WaitForUsers(CutOffGrace);
        }

        lock (_users)
        {
            _users.ForEach(user => user.Abandon());
        }
    }

    /// <summary>No new iterations from now on. Thread-safe.</summary>
    public void Stop()
    {
        _stopping = true;
        Load.Wake();
    }

    public void StopScenario(string name, string reason)
    {
        foreach (var scenario in Scenarios.Where(scenario => scenario.Props.Name == name))
        {
            scenario.Stop();
            _owner.Message($"Scenario '{name}' stopped itself: {reason}");
        }
    }

    /// <summary>A scenario has no more data.</summary>
    public void FeedEnded(ScenarioRuntime scenario, string reason)
    {
        scenario.Stop();
        _owner.FeedEnded(scenario.Props.Name, reason);
    }

    public void StopTest(string reason) => _owner.StopAll(reason);

    public void Dispatch(VirtualUser user)
    {
        Interlocked.Increment(ref _outstanding);
        ThreadPool.UnsafeQueueUserWorkItem(user, preferLocal: false);
    }

    /// <summary>A dispatched user has come back and will not go on by itself.</summary>
    public void Returned() => Interlocked.Decrement(ref _outstanding);

    public void IterationStarts(bool measured, long lagTicks, long measuredThinkTicks)
    {
        Interlocked.Increment(ref _inFlight);
        Recorder.Started(measured, lagTicks, measuredThinkTicks, scheduled: Plan.Model == LoadModel.Closed);
    }

    public void IterationEnded() => Interlocked.Decrement(ref _inFlight);

    public void Dispose()
    {
        Load.Dispose();
        Connections.Dispose();
        Recorder.Dispose();
        _cutOff.Dispose();
        _timer.Dispose();
    }

    private void WaitForUsers(TimeSpan atMost)
    {
        var end = Time.GetTimestamp() + Ticks(atMost);
        while (Volatile.Read(ref _outstanding) > 0 && Time.GetTimestamp() < end)
        {
            _timer.WaitUntil(Time.GetTimestamp() + Ticks(TimeSpan.FromMilliseconds(2)));
        }
    }
}
