namespace LoadLab.Core.Text;

public static partial class Units
{
    /// <summary>A number of things: <c>1 alert</c>, <c>2,000 alerts</c>, <c>0 entries</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The word for one.</param>
    /// <param name="many">The word for none and for several; null for <paramref name="one"/> with an s.</param>
    public static string Counted(long count, string one, string? many = null) => $"{Count(count)} {(count == 1 ? one : many ?? one + "s")}";
}
