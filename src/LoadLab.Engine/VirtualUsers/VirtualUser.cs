using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Engine.Recording;
using LoadLab.Engine.SelfHealth;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Engine.VirtualUsers;

/// <summary>
/// One virtual user: its context, its state, and the one iteration that it runs at a time. The engine allocates nothing for an
/// iteration: the user is its own work item and its own continuation.
/// </summary>
internal sealed partial class VirtualUser : IScenarioContext, IStepSink, IMetricSink, IThreadPoolWorkItem
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int Abandoned = 2;
    private const int Queued = 3;

    /// <summary>Iterations that end without ever waiting give their thread back after this many.</summary>
    private const int SynchronousIterationsInARow = 32;

    private readonly PhaseRun _phase;
    private readonly Action _onCompleted;
    private readonly SeededRandom _random;
    private ValueTask<IResponse> _pending;
    private long _intended;
    private long _started;
    private long _thinkFrom = -1;
    private bool _measured;
    private bool _firstStep;
    private long _leftOut;
    private int _step;
    private long _stepStarted;
    private int _running;

    public VirtualUser(PhaseRun phase, ScenarioRuntime scenario, int number)
    {
        _phase = phase;
        Scenario = scenario;
        Number = number;
        _onCompleted = OnCompleted;
        _random = new SeededRandom(phase.Seed, number);
        ScenarioInfo = new ScenarioInfo
        {
            ScenarioName = scenario.Props.Name,
            InstanceNumber = number,
            InstanceId = $"{scenario.Props.Name}-{number}",
            Context = this,
        };
    }

    public ScenarioRuntime Scenario { get; }

    /// <summary>Number within the phase, over all shards.</summary>
    public int Number { get; }

    /// <summary>Closed model: time stamp at which the user is due next. Used by the load's timer only.</summary>
    public long Due { get; set; }

    /// <summary>Closed model: time stamp at which the user's life ends.</summary>
    public long EndOfLife { get; set; }

    /// <summary>Closed model: end of the last iteration; negative before the first.</summary>
    public long LastDone { get; set; } = -1;

    /// <summary>Closed model: true from the first iteration of a life to its end. Used by the load's thread only.</summary>
    public bool IsAlive { get; set; }

    /// <summary>Makes the next iteration ready. Run it by queueing this user to the thread pool.</summary>
    /// <param name="intended">When it should start.</param>
    /// <param name="iteration">Its number.</param>
    /// <param name="measured">Whether it counts.</param>
    /// <param name="thinkFrom">End of the last one, if the user has waited since; negative for none.</param>
    public void Prepare(long intended, long iteration, bool measured, long thinkFrom)
    {
        _intended = intended;
        IterationNumber = iteration;
        _measured = measured;
        _thinkFrom = thinkFrom;
        Volatile.Write(ref _running, Queued);
    }

    public void Execute()
    {
        for (var inARow = 0; ; inARow++)
        {
            if (inARow >= SynchronousIterationsInARow)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }

            if (Interlocked.CompareExchange(ref _running, Running, Queued) != Queued)
            {
                return;
            }

#pragma warning disable CA2012 // Held in a field so that the continuation needs no closure; consumed once, in Outcome.
            _pending = Start();
#pragma warning restore CA2012
            if (!_pending.IsCompleted)
            {
                _pending.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_onCompleted);
                return;
            }

            if (!End())
            {
                return;
            }
        }
    }

    /// <summary>Gives up on an iteration that does not end (interrupted), or that no thread ever came to start (dropped).</summary>
    public void Abandon()
    {
        var state = Interlocked.Exchange(ref _running, Abandoned);
        if (state == Running)
        {
            var now = _phase.Time.GetTimestamp();
            _phase.Recorder.Interrupted(Scenario.Index, _step, _measured, now - _stepStarted, _phase.MeasuredTicks(_started, now));
            _phase.Trace?.OnIterationEnded(Scenario.Props.Name, null, _phase.Time.GetElapsedTime(_started, now));
        }
        else if (state == Queued && _phase.Plan.Model == LoadModel.Open)
        {
            _phase.Recorder.DroppedLate(_measured);
        }
    }

    private ValueTask<IResponse> Start()
    {
        (_failedCheck, _isWithdrawn) = (null, false);
        _started = _phase.Time.GetTimestamp();
        _firstStep = true;
        _leftOut = 0;
        _step = StepTable.WholeIteration;
        _stepStarted = _started;
        InvocationNumber++;
        BeginTraces();
        _data?.Clear();
        _random.Reseed(_phase.Seed, IterationNumber);
        _phase.IterationStarts(_measured, _started - _intended, _thinkFrom < 0 ? 0 : _phase.MeasuredTicks(_thinkFrom, _started));
        _phase.Trace?.OnIterationStarted(Scenario.Props.Name);
        return _phase.Blocking.IsOn ? InvokeMarked() : Invoke();
    }

    private ValueTask<IResponse> Invoke()
    {
        try
        {
            return Scenario.Props.RunValue is { } run ? run(this) : new ValueTask<IResponse>(Scenario.Props.Run(this) ?? NullTask());
        }
        catch (Exception fault)
        {
            return ValueTask.FromException<IResponse>(fault);
        }
    }

    /// <summary>The mark flows into the scenario's code and stays out of the engine's.</summary>
    private ValueTask<IResponse> InvokeMarked()
    {
        // The iteration before may have ended on this thread, with its mark still there: each iteration is a stay of its own.
        BlockMark.Current = null;
        BlockMark.Current = _phase.Blocking.Of(Scenario.Props.Name, SeriesKey.WholeIteration);
        var pending = Invoke();
        BlockMark.Current = null;
        return pending;
    }

    private Task<IResponse> NullTask() => Task.FromResult<IResponse>(
        Response.Fail(message: $"Scenario '{Scenario.Props.Name}' returned a null task.", failure: FailureKind.Exception));

    private void OnCompleted()
    {
        if (End())
        {
            Execute();
        }
    }

    /// <summary>Records the end of an iteration. True when the next one starts at once.</summary>
    private bool End()
    {
        var done = _phase.Time.GetTimestamp();
        var response = Outcome();
        if (Interlocked.CompareExchange(ref _running, Idle, Running) != Running)
        {
            return false;
        }

        var inWindow = _phase.MeasuredTicks(_started, done);
        if (_isWithdrawn)
        {
            _phase.Recorder.Withdrawn(_measured);
        }
        else if (response is null)
        {
            _phase.Recorder.Interrupted(Scenario.Index, _step, _measured, done - _stepStarted, inWindow);
        }
        else
        {
            _phase.Recorder.Iteration(Scenario.Index, response, _measured, done - _intended, done - _started, done, inWindow);
        }

        _phase.Trace?.OnIterationEnded(Scenario.Props.Name, response, _phase.Time.GetElapsedTime(_started, done));
        _phase.IterationEnded();
        var goesOn = _phase.Load.OnEnded(this, done);
        if (!goesOn)
        {
            _phase.Returned();
        }

        return goesOn;
    }

    /// <summary>The iteration's response; null when the engine cut it off. Consumes the pending task.</summary>
    private IResponse? Outcome()
    {
        try
        {
            var response = _pending.Result
                ?? Response.Fail(
                    message: $"Scenario '{Scenario.Props.Name}' returned null. Return Response.Ok() or Response.Fail().", failure: FailureKind.Exception);
            return _failedCheck is { } check && !response.IsError ? Response.Fail(message: $"check failed: {check}") : response;
        }
        catch (DataFeedEndedException ended)
        {
            _isWithdrawn = true;
            _phase.FeedEnded(Scenario, ended.Message);
            return null;
        }
        catch (Exception fault)
        {
            return IsCutOff(fault) ? null : FailureClassifier.ToResponse<object>(fault);
        }
        finally
        {
            _pending = default;
        }
    }
}
