namespace LoadLab.K6.State;

/// <summary>Functions that are due later, in their order.</summary>
internal sealed class ScriptTimers
{
    private readonly PriorityQueue<(int Id, Action Run, TimeSpan? Every), (long Due, int Id)> _due = new();
    private readonly HashSet<int> _active = [];
    private int _last;

    public int Add(Action run, TimeSpan delay, bool again, TimeProvider time)
    {
        var id = ++_last;
        _active.Add(id);
        _due.Enqueue((id, run, again ? delay : null), (DueAt(delay, time), id));
        return id;
    }

    public void Remove(int id) => _active.Remove(id);

    public void Clear()
    {
        _due.Clear();
        _active.Clear();
    }

    /// <summary>Waits for the next and runs it. False when there is none.</summary>
    public bool RunNext(UserState user)
    {
        var time = user.Test.Time;
        while (_due.TryDequeue(out var next, out var key))
        {
            if (!_active.Contains(next.Id))
            {
                continue;
            }

            user.Sleep(TimeSpan.FromSeconds(Math.Max(0, (double)(key.Due - time.GetTimestamp()) / time.TimestampFrequency)));
            if (next.Every is { } every)
            {
                _due.Enqueue(next, (DueAt(every, time), next.Id));
            }
            else
            {
                _active.Remove(next.Id);
            }

            next.Run();
            return true;
        }

        return false;
    }

    private static long DueAt(TimeSpan delay, TimeProvider time) => time.GetTimestamp() + (long)(Math.Max(0.001, delay.TotalSeconds) * time.TimestampFrequency);
}
