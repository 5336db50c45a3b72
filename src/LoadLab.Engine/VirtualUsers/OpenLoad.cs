using System.Collections.Concurrent;
using LoadLab.Core.Runs;
using LoadLab.Engine.Pacing;

namespace LoadLab.Engine.VirtualUsers;

/// <summary>
/// The open model: iterations start when the schedule says, whatever the target does. A late thread starts what is overdue as soon
/// as it can and the lag counts; an arrival beyond the maximum of virtual users is dropped and counted.
/// </summary>
internal sealed class OpenLoad : ILoad
{
    private readonly PhaseRun _phase;
    private readonly ShardPlan _shard;
    private readonly PrecisionTimer _timer;
    private readonly ConcurrentQueue<VirtualUser>[] _free;
    private readonly int _maxUsers;
    private readonly int[] _createdOf;
    private int _created;

    public OpenLoad(PhaseRun phase, ShardPlan shard)
    {
        _phase = phase;
        _shard = shard;
        _timer = new PrecisionTimer(phase.Time);
        _free = [.. phase.Scenarios.Select(_ => new ConcurrentQueue<VirtualUser>())];
        _createdOf = new int[phase.Scenarios.Count];
        _maxUsers = OwnShare(phase.Plan.MaxVirtualUsers);
        var prepared = phase.Mix.OfUsers(Math.Min(phase.Plan.PreparedVirtualUsers, phase.Plan.MaxVirtualUsers));
        for (var number = shard.Index; number < prepared.Count; number += shard.Count)
        {
            _free[prepared[number].Index].Enqueue(Create(prepared[number]));
        }
    }

    public int VirtualUsers => _phase.InFlight;

    public void Run()
    {
        PrecisionTimer.PrepareThread();
        var arrivals = new ArrivalSchedule(_phase.Plan.Segments, _phase.Seed);
        var arrivedOf = new long[_phase.Scenarios.Count];
        while (arrivals.TryNext(out var arrival))
        {
            // Those of all shards are counted, so that an iteration has the same number on one machine and on many.
            var scenario = _phase.Mix.OfArrival(arrival.Number);
            var ofScenario = arrivedOf[scenario.Index]++;
            if (arrival.Number % _shard.Count != _shard.Index)
            {
                continue;
            }

            var due = _phase.TimestampAt(arrival.OffsetSeconds);
            while (!_phase.Stopping && _phase.Time.GetTimestamp() < due)
            {
                _timer.WaitUntil(due);
            }

            if (_phase.Stopping)
            {
                break;
            }

            Begin(arrival, scenario, ofScenario, due);
        }

        // The phase lasts as long as its plan, also when its last arrival lies before the end.
        var end = _phase.PlannedEnd;
        while (!_phase.Stopping && _phase.Time.GetTimestamp() < end)
        {
            _timer.WaitUntil(end);
        }
    }

    public void Wake() => _timer.Wake();

    public void Dispose() => _timer.Dispose();

    public bool OnEnded(VirtualUser user, long done)
    {
        _free[user.Scenario.Index].Enqueue(user);
        return false;
    }

    private void Begin(Arrival arrival, ScenarioRuntime scenario, long ofScenario, long due)
    {
        if (scenario.Stopped)
        {
            return;
        }

        if (!_free[scenario.Index].TryDequeue(out var user))
        {
            user = _created < _maxUsers ? Create(scenario) : null;
        }

        _phase.Recorder.Scheduled(arrival.Measured, dropped: user is null);
        if (user is not null)
        {
            user.ScenarioIterationNumber = ofScenario;
            user.Prepare(due, arrival.Number, arrival.Measured, thinkFrom: -1);
            _phase.Dispatch(user);
        }
    }

    private VirtualUser Create(ScenarioRuntime scenario) => _phase.CreateUser(scenario, NumberOf(_created++), NumberOf(_createdOf[scenario.Index]++));

    /// <summary>The number, over all shards, of the n-th of this one.</summary>
    private int NumberOf(int own) => (own * _shard.Count) + _shard.Index;

    /// <summary>How many of the users 0 … n − 1 belong to this shard.</summary>
    private int OwnShare(int users) => ((users - _shard.Index - 1) / _shard.Count) + 1;
}
