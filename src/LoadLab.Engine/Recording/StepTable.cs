using System.Collections.Concurrent;
using LoadLab.Core.Measurement;

namespace LoadLab.Engine.Recording;

/// <summary>
/// Numbers the step names of one scenario in one phase. Looking up a known name takes no lock: names are literals, so most
/// look-ups end at a reference that is equal. Thread-safe.
/// </summary>
internal sealed class StepTable
{
    /// <summary>The iteration as a whole.</summary>
    public const int WholeIteration = 0;

    /// <summary>Where all further names go when a scenario makes names without end, such as by putting ids into them.</summary>
    public const string Overflow = "(other)";

    /// <summary>Most names.</summary>
    public const int Limit = 10_000;

    /// <summary>So many names are more than a scenario has parts: there are ids in them, and each has a row, and a percentile, of its own.</summary>
    public const int Many = 300;

    private const int Scanned = 32;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly List<string> _all = [SeriesKey.WholeIteration];
    private volatile string[] _first = [SeriesKey.WholeIteration];

    /// <summary>All names; the index is the number.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_lock)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>The first name that had no row of its own; null while there is none.</summary>
    public string? FirstOver { get; private set; }

    /// <summary>The name of a number.</summary>
    public string NameOf(int index)
    {
        lock (_lock)
        {
            return _all[index];
        }
    }

    /// <summary>The number of <paramref name="name"/>.</summary>
    public int IndexOf(string name)
    {
        var names = _first;
        for (var i = 1; i < names.Length; i++)
        {
            if (ReferenceEquals(names[i], name))
            {
                return i;
            }
        }

        return _byName.TryGetValue(name, out var index) ? index : Add(name);
    }

    private int Add(string name)
    {
        lock (_lock)
        {
            if (_all.Count > Limit && name != Overflow && !_byName.ContainsKey(name))
            {
                FirstOver ??= name;
                name = Overflow;
            }

            if (_byName.TryGetValue(name, out var index))
            {
                return index;
            }

            _all.Add(name);
            if (_all.Count <= Scanned)
            {
                _first = [.. _all];
            }

            return _byName[name] = _all.Count - 1;
        }
    }
}
