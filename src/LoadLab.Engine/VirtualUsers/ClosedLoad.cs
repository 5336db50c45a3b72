using System.Collections.Concurrent;
using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Engine.Pacing;
using LoadLab.Sdk;

namespace LoadLab.Engine.VirtualUsers;

/// <summary>
/// The closed model: each virtual user starts its next iteration after the last has ended, plus think time or at its pace.
/// Users that wait stand in one heap that belongs to the phase's thread; a user in think time costs no timer and no task.
/// </summary>
internal sealed class ClosedLoad : ILoad
{
    private readonly PhaseRun _phase;
    private readonly PrecisionTimer _timer;
    private readonly PriorityQueue<VirtualUser, long> _waiting;
    private readonly ConcurrentQueue<VirtualUser> _returned = new();
    private readonly Dictionary<VirtualUser, Queue<UserInterval>> _later = [];
    private readonly long _pacing;
    private readonly bool _thinks;
    private readonly int _allUsers;
    private readonly ShardPlan _shard;
    private readonly int[] _usersOf;
    private readonly long[] _takenOf;
    private readonly List<VirtualUser> _users = [];
    private readonly long _iterations;
    private long _taken;
    private int _lives;
    private int _alive;

    public ClosedLoad(PhaseRun phase, ShardPlan shard)
    {
        _phase = phase;
        _shard = shard;
        _timer = new PrecisionTimer(phase.Time);
        _pacing = phase.Plan.Pacing is { } pacing ? phase.Ticks(pacing) : 0;
        _thinks = phase.Plan.ThinkTime.Mean > TimeSpan.Zero;
        _allUsers = UserSchedule.MaxUsers(phase.Plan.Segments);
        _iterations = phase.Plan.Segments[^1].Simulation is LoadSimulation.IterationsForConstantPart bound
            ? (bound.Iterations / shard.Count) + (shard.Index < bound.Iterations % shard.Count ? 1 : 0)
            : long.MaxValue;
        var dealt = phase.Mix.OfUsers(_allUsers);
        _waiting = new PriorityQueue<VirtualUser, long>((_allUsers / shard.Count) + 1);
        _usersOf = new int[phase.Scenarios.Count];
        _takenOf = new long[phase.Scenarios.Count];
        for (var number = 0; number < _allUsers; number++)
        {
            var ofScenario = _usersOf[dealt[number].Index]++;
            if (number % shard.Count == shard.Index)
            {
                _users.Add(phase.CreateUser(dealt[number], number, ofScenario));
            }
        }
    }

    public int VirtualUsers => Volatile.Read(ref _alive);

    public void Run()
    {
        PrecisionTimer.PrepareThread();
        _users.ForEach(Admit);

        // By then no iteration starts any more. Users that are still in one are the drain's to wait for.
        var end = LoadShape.Of(_phase.Plan.Segments[^1].Simulation).IsUnbounded ? long.MaxValue : _phase.PlannedEnd;
        while (!_phase.Stopping && Volatile.Read(ref _lives) > 0)
        {
            while (_returned.TryDequeue(out var back))
            {
                _waiting.Enqueue(back, back.Due);
            }

            if (!_waiting.TryPeek(out var user, out var due))
            {
                due = long.MaxValue;
            }

            var now = _phase.Time.GetTimestamp();
            if (due > now)
            {
                if (now >= end && _returned.IsEmpty)
                {
                    break;
                }

                _timer.WaitUntil(_returned.IsEmpty ? Math.Min(due, end) : 0);
                continue;
            }

            _waiting.Dequeue();
            Begin(user!);
        }
    }

    public void Wake() => _timer.Wake();

    public void Dispose() => _timer.Dispose();

    public bool OnEnded(VirtualUser user, long done)
    {
        if (_phase.Stopping)
        {
            return false;
        }

        // With pacing it may lie in the past: intended starts go on while an iteration lasts, and what is overdue starts at once.
        var next = NextStart(user, done);
        user.Due = next;
        if (next <= done && done < user.EndOfLife && !user.Scenario.Stopped && TakeIteration(user, out var shared))
        {
            Prepare(user, shared, next, thinkFrom: -1);
            return true;
        }

        // From the moment it is enqueued the user belongs to the phase's thread. What is overdue at the end of its life is not started.
        var due = done >= user.EndOfLife ? user.EndOfLife : Math.Min(next, user.EndOfLife);
        user.Due = due;
        user.LastDone = done;
        _returned.Enqueue(user);
        _timer.WakeBefore(due);
        return false;
    }

    private long NextStart(VirtualUser user, long done)
    {
        if (_pacing > 0)
        {
            return user.IntendedTimestamp + _pacing;
        }

        return _thinks
            ? done + _phase.Ticks(ThinkTimes.At(_phase.Plan.ThinkTime, SeededRandom.UniformAt(_phase.Seed, long.MinValue + user.IterationNumber)))
            : done;
    }

    private void Admit(VirtualUser user)
    {
        var lives = new Queue<UserInterval>(UserSchedule.For(user.Number, _phase.Plan.Segments));
        if (!lives.TryDequeue(out var first))
        {
            return;
        }

        if (lives.Count > 0)
        {
            _later[user] = lives;
        }

        Live(user, first);
    }

    private void Live(VirtualUser user, UserInterval life)
    {
        Interlocked.Increment(ref _lives);
        user.IsAlive = false;
        user.LastDone = -1;
        user.Due = _phase.TimestampAt(life.StartSeconds);
        user.EndOfLife = double.IsPositiveInfinity(life.EndSeconds) ? long.MaxValue : _phase.TimestampAt(life.EndSeconds);
        _waiting.Enqueue(user, user.Due);
    }

    /// <summary>What is left of the wait that a user of long ago is in: of an exponential one all of it, of another a part (renewal theory; Cox 1962).</summary>
    private long Residual(VirtualUser user)
    {
        var uniform = SeededRandom.UniformAt(_phase.Seed, (long.MinValue / 2) + user.Number);
        return _pacing > 0 ? (long)(_pacing * uniform)
            : !_thinks ? 0
            : _phase.Ticks(_phase.Plan.ThinkTime.Distribution == ThinkTimeDistribution.Exponential ? ThinkTimes.At(_phase.Plan.ThinkTime, uniform) : _phase.Plan.ThinkTime.Mean * uniform);
    }

    private void Begin(VirtualUser user)
    {
        if (_phase.Plan.StartsThinking && !user.IsAlive && user.Due < user.EndOfLife)
        {
            Enter(user);
            user.LastDone = user.Due;
            user.Due = Math.Min(user.Due + Residual(user), user.EndOfLife);
            _waiting.Enqueue(user, user.Due);
            return;
        }

        if (user.Due >= user.EndOfLife || user.Scenario.Stopped || !TakeIteration(user, out var shared))
        {
            Retire(user);
            return;
        }

        if (!user.IsAlive)
        {
            Enter(user);
        }

        Prepare(user, shared, user.Due, user.LastDone);
        _phase.Dispatch(user);
    }

    private void Enter(VirtualUser user)
    {
        user.IsAlive = true;
        Interlocked.Increment(ref _alive);
    }

    private void Retire(VirtualUser user)
    {
        if (user.IsAlive)
        {
            user.IsAlive = false;
            Interlocked.Decrement(ref _alive);
            if (user.LastDone >= 0)
            {
                _phase.Recorder.Waited(_phase.MeasuredTicks(user.LastDone, _phase.Time.GetTimestamp()));
            }
        }

        Interlocked.Decrement(ref _lives);
        if (_later.TryGetValue(user, out var lives) && lives.TryDequeue(out var next))
        {
            Live(user, next);
        }
    }

    private void Prepare(VirtualUser user, long? shared, long intended, long thinkFrom)
    {
        var (before, scenario) = (user.InvocationNumber, user.Scenario.Index);
        user.ScenarioIterationNumber = shared is null ? (before * _usersOf[scenario]) + user.ScenarioUserNumber
            : _takenOf.Length == 1 ? shared.Value : NumberOf(Interlocked.Increment(ref _takenOf[scenario]) - 1);
        user.Prepare(intended, shared ?? ((before * _allUsers) + user.Number), _phase.IsMeasuredAt(intended), thinkFrom);
    }

    /// <summary>The number, over all shards, of the n-th iteration of this one.</summary>
    private long NumberOf(long own) => (own * _shard.Count) + _shard.Index;

    /// <summary>Whether the user may start another one. Of those that all share each takes the next, for users are not equally fast: so every number comes, and none beyond.</summary>
    private bool TakeIteration(VirtualUser user, out long? shared)
    {
        shared = null;
        if (_phase.Plan.IterationsPerUser is { } each)
        {
            return user.InvocationNumber < each;
        }

        if (_iterations == long.MaxValue)
        {
            return true;
        }

        var taken = Interlocked.Increment(ref _taken) - 1;
        shared = NumberOf(taken);
        return taken < _iterations;
    }
}
