using System.Globalization;

namespace LoadLab.Sdk.Feeds;

/// <summary>Collects what is wrong with data, so that all of it is told at once.</summary>
/// <param name="source">Where the data come from.</param>
/// <param name="line">What its parts are called.</param>
internal sealed class DataFaults(string source, string line = "line")
{
    private const int MostTold = 20;

    private readonly List<string> _faults = [];
    private int _count;

    public void Add(long number, string fault)
    {
        if (_count++ < MostTold)
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{source}, {line} {number}: {fault}"));
        }
    }

    public void Add(string fault)
    {
        _count++;
        _faults.Add($"{source}: {fault}");
    }

    /// <exception cref="InvalidDataException">There are faults, or no items.</exception>
    public IReadOnlyList<T> Checked<T>(List<T> items)
    {
        Check(items.Count);
        return items;
    }

    /// <exception cref="InvalidDataException">There are faults, or no items.</exception>
    public void Check(int items)
    {
        if (_count == 0 && items == 0)
        {
            Add("it has no items.");
        }

        if (_count == 0)
        {
            return;
        }

        throw new InvalidDataException(string.Join(Environment.NewLine, _faults)
            + (_count > _faults.Count ? string.Create(CultureInfo.InvariantCulture, $"{Environment.NewLine}and {_count - _faults.Count:#,0} more") : ""));
    }
}
