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
    public const int Limit = 500;

    private readonly Lock _lock = new();
    private volatile string[] _names = [SeriesKey.WholeIteration];

    /// <summary>All names; the index is the number.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The number of <paramref name="name"/>.</summary>
    public int IndexOf(string name)
    {
        var names = _names;
        for (var i = 1; i < names.Length; i++)
        {
            if (ReferenceEquals(names[i], name))
            {
                return i;
            }
        }

        return Find(names, name) is >= 0 and var index ? index : Add(name);
    }

    private static int Find(string[] names, string name)
    {
        for (var i = 1; i < names.Length; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    private int Add(string name)
    {
        lock (_lock)
        {
            var names = _names;
            if (names.Length > Limit)
            {
                name = Overflow;
            }

            if (Find(names, name) is >= 0 and var index)
            {
                return index;
            }

            _names = [.. names, name];
            return names.Length;
        }
    }
}
