namespace LoadLab.Cli.Terminal;

/// <summary>A row of values as one line of characters, from 0 to the largest. Pure.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const string Ascii = "_.-=+*#@";

    /// <summary>One character a value. A scale from 0 keeps small changes small; no value is a space, which no mark is.</summary>
    public static string Of(IReadOnlyList<double> values, bool unicode)
    {
        var marks = unicode ? Blocks : Ascii;
        var most = values.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        return string.Concat(values.Select(value =>
            !double.IsFinite(value) ? ' ' : most <= 0 ? marks[0] : marks[(int)Math.Clamp(Math.Round(value / most * (marks.Length - 1)), 0, marks.Length - 1)]));
    }
}
