namespace LoadLab.Core.Text;

/// <summary>A fault in one line without its full stop, for the middle of a finding: libraries write pages of counters and advice to programmers into their messages.</summary>
public static class OneLine
{
    private const int Longest = 200;

    /// <summary>The first line of the fault's message, cut at <see cref="Longest"/> letters.</summary>
    public static string Of(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return Of(fault.Message);
    }

    /// <summary>The first line of a text that is not blank, cut at <see cref="Longest"/> letters.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()?.TrimEnd('.') ?? "";
        return PlainText.Inline(line, Longest);
    }
}
