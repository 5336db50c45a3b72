namespace LoadLab.Core.Comparison;

/// <summary>The order of runs that take turns, and the label that groups them.</summary>
public static class InterleaveOrder
{
    /// <summary>The label of such runs; its value is <c>GROUP/A</c> or <c>GROUP/B</c>.</summary>
    public const string Label = "interleave";

    /// <summary>
    /// A B B A A B B A …: in each block of four both sides have the same mean place, so that a machine that slowly warms up or slows down
    /// shifts neither against the other.
    /// </summary>
    /// <param name="each">Runs of each side.</param>
    /// <returns>True for A.</returns>
    public static IReadOnlyList<bool> Of(int each) => [.. Enumerable.Range(0, 2 * each).Select(at => at % 4 is 0 or 3)];
}
