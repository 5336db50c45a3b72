using LoadLab.Core.Measurement;

namespace LoadLab.Core.Runs;

/// <summary>What a probe sums up at the end of a run in rows: the top statements, the commands, the wait events.</summary>
/// <param name="Name">Unique name: <c>postgres.statements</c>.</param>
/// <param name="Title">For people: "Top SQL statements by total time".</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Rows, the most important first; a cell for each column.</param>
public sealed record ProbeTable(string Name, string Title, IReadOnlyList<ProbeColumn> Columns, IReadOnlyList<IReadOnlyList<ProbeCell>> Rows);

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Unit">Unit of its numbers, as of a <see cref="Measure"/>; <c>count</c> for whole numbers, <c>value</c> for those without a unit, empty for text.</param>
public sealed record ProbeColumn(string Title, string Unit);

/// <summary>A cell: text or a number.</summary>
/// <param name="Text">The text; null for a number.</param>
/// <param name="Value">The number; null for text, and where there is none.</param>
public sealed record ProbeCell(string? Text, double? Value)
{
    /// <summary>A text.</summary>
    public static ProbeCell Of(string text) => new(text, null);

    /// <summary>A number.</summary>
    public static ProbeCell Of(double value) => new(null, double.IsFinite(value) ? value : null);
}
