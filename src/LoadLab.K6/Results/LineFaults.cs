namespace LoadLab.K6.Results;

/// <summary>Lines that could not be read: all are counted, the first few are told.</summary>
internal sealed class LineFaults
{
    private const int MostTold = 3;

    private readonly List<string> _first = [];

    public long Count { get; private set; }

    /// <summary>The file ends in the middle of this line; null when it does not.</summary>
    public long? CutAt { get; private set; }

    public void Add(long number, string what)
    {
        Count++;
        if (_first.Count < MostTold)
        {
            _first.Add(FormattableString.Invariant($"line {number}: {what}"));
        }
    }

    public void Cut(long number) => CutAt = number;

    public override string ToString() => string.Join("; ", _first) + (Count > _first.Count ? "; …" : "");
}
