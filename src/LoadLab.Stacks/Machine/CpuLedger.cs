namespace LoadLab.Stacks.Machine;

/// <summary>
/// The CPU that a tree of processes has used since the reading before, when the readings of its processes are not taken at one instant. When a child
/// ends, the kernel adds its CPU to its parent's account of children (proc(5), <c>cutime</c>): what was counted of the child must not count again. A
/// sum over the tree falls when a child has ended and its parent was read before that, and rises by the child's whole life at the next reading. A child
/// that counts elsewhere, which a process of the tree has started, adds its whole life to the tree in the same way when it ends.
/// Not thread-safe.
/// </summary>
internal sealed class CpuLedger
{
    private Dictionary<int, ProcessStat> _before = [];
    private Dictionary<int, long> _owed = [];

    /// <summary>
    /// Ticks of 1/100 s since the reading before; null at the first. What a child used just before its end comes when its parent has waited for it: with
    /// this reading or the next. It is lost when nobody of the tree waits for it.
    /// </summary>
    /// <param name="tree">Every process of the tree, each parent read before its children.</param>
    /// <param name="elsewhere">Children of them that count elsewhere, read after their parents; what one used after its last reading counts here.</param>
    public long? Advance(IReadOnlyCollection<ProcessStat> tree, IReadOnlyCollection<ProcessStat>? elsewhere = null)
    {
        var first = _before.Count == 0;
        var now = tree.Concat(elsewhere ?? []).ToDictionary(process => process.Id);
        var ended = CountedOfEnded(now);
        Dictionary<int, long> owed = [];
        long ticks = 0;
        foreach (var process in tree)
        {
            var before = IsSame(_before, process) ? _before[process.Id] : default;
            var waited = process.ChildTicks - before.ChildTicks;
            var late = waited - _owed.GetValueOrDefault(process.Id);
            ticks += process.OwnTicks - before.OwnTicks + Math.Max(0, late - ended.GetValueOrDefault(process.Id));
            // Counted already, and not yet in the account of a parent that was read before it waited.
            if (ended.GetValueOrDefault(process.Id) - Math.Max(0, late) is > 0 and var rest)
                owed[process.Id] = rest;
        }

        (_before, _owed) = (now, owed);
        return first ? null : ticks;
    }

    private static bool IsSame(Dictionary<int, ProcessStat> processes, ProcessStat process) =>
        processes.TryGetValue(process.Id, out var same) && same.StartTicks == process.StartTicks;

    // What was counted, here or elsewhere, of processes that are gone, by the nearest ancestor that is not.
    private Dictionary<int, long> CountedOfEnded(Dictionary<int, ProcessStat> now)
    {
        Dictionary<int, long> counted = [];
        foreach (var gone in _before.Values.Where(before => !IsSame(now, before)))
        {
            var heir = gone.Parent;
            while (!now.ContainsKey(heir) && _before.TryGetValue(heir, out var parent))
                heir = parent.Parent;
            counted[heir] = counted.GetValueOrDefault(heir) + gone.OwnTicks + gone.ChildTicks;
        }

        return counted;
    }
}
