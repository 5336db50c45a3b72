using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Stacks.Probes;

/// <summary>
/// Adds up the lengths of several queues, once each of them is known to exist. Redis keeps no empty list, so that a length of 0 is an empty queue
/// or a name that nothing uses, and only one of the two is a figure. A queue is known once it had an item, or by what <c>known</c> says. Until all
/// are, sums are held back; when they are known later in the run, <see cref="Late"/> gives what was held back. Not thread-safe.
/// </summary>
/// <param name="measure">Name of the measure.</param>
/// <param name="queues">The queues, one or more.</param>
/// <param name="known">True when all of them are known to exist by something else: the stack is LoadLab's own, or a metric counts what is put in.</param>
/// <param name="time">The time.</param>
internal sealed class QueueWatch(string measure, IReadOnlyList<string> queues, Func<bool> known, TimeProvider time)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal);
    private readonly List<FinalSample> _held = [];

    /// <summary>The queues.</summary>
    public IReadOnlyList<string> Queues => queues;

    private bool AllKnown => _seen.Count == queues.Count || known();

    /// <summary>True when the queue is known to exist.</summary>
    public bool IsKnown(string queue) => _seen.Contains(queue);

    /// <summary>A queue is known to exist by something else than its items.</summary>
    public void MarkKnown(string queue) => _seen.Add(queue);

    /// <summary>A queue has no length, and why.</summary>
    public void Refuse(string queue, string why) => _refused.TryAdd(queue, why);

    /// <summary>Takes a sample.</summary>
    /// <param name="lengths">The length of each queue; NaN where there is none.</param>
    /// <param name="more">Items of them that are counted elsewhere.</param>
    /// <returns>The sum; NaN while it is not known whether each of the queues exists.</returns>
    public double Add(IReadOnlyList<double> lengths, double more = 0)
    {
        foreach (var (queue, length) in queues.Zip(lengths))
        {
            if (length > 0)
                _seen.Add(queue);
        }

        var sum = lengths.Sum() + more;
        if (AllKnown)
            return sum;
        if (!double.IsNaN(sum))
            _held.Add(new FinalSample(measure, time.GetTimestamp(), sum));
        return double.NaN;
    }

    /// <summary>What was held back, when it is known by now that all of the queues exist; else nothing.</summary>
    public IReadOnlyList<FinalSample> Late() => AllKnown ? _held : [];

    /// <summary>Why there is no figure; null when there is one. It has the measure's name, so that a row on it can give the reason.</summary>
    /// <param name="severity">How much it matters: what the user has named matters more than LoadLab's own guess.</param>
    /// <param name="advice">What to do.</param>
    public Finding? Finding(FindingSeverity severity, string advice)
    {
        var why = queues.Where(_refused.ContainsKey).Select(queue => _refused[queue]).ToList();
        var absent = AllKnown ? [] : queues.Where(queue => !_seen.Contains(queue) && !_refused.ContainsKey(queue)).ToList();
        if (absent.Count > 0)
            why.Add($"{string.Join(" and ", absent.Select(queue => $"'{queue}'"))} never had an item, and Redis keeps no empty list: an empty queue looks like one that does not exist");
        return why.Count == 0 ? null : new Finding(measure, severity, string.Join("; ", why) + ".", "queues that are known to exist: an absent one is never 0 items", advice);
    }
}
