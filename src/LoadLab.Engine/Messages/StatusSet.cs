using System.Globalization;

namespace LoadLab.Engine.Messages;

/// <summary>A set of HTTP statuses, written as <c>200,201,204-206</c>. Immutable.</summary>
public sealed class StatusSet
{
    private const int Least = 100;
    private const int Most = 599;

    private readonly bool[] _has = new bool[1000];
    private readonly string _text;

    private StatusSet(string text) => _text = text;

    /// <summary>True when the status is one of them.</summary>
    public bool Contains(int status) => (uint)status < (uint)_has.Length && _has[status];

    /// <summary>Reads a list of statuses and ranges.</summary>
    public static bool TryParse(string text, out StatusSet? set)
    {
        ArgumentNullException.ThrowIfNull(text);
        var read = new StatusSet(text);
        set = null;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', 2, StringSplitOptions.TrimEntries);
            if (!TryStatus(ends[0], out var first) || !TryStatus(ends[^1], out var last) || last < first)
            {
                return false;
            }

            read._has.AsSpan(first, last - first + 1).Fill(true);
        }

        set = read;
        return true;
    }

    /// <summary>As it was written.</summary>
    public override string ToString() => _text;

    private static bool TryStatus(string text, out int status) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is >= Least and <= Most;
}
