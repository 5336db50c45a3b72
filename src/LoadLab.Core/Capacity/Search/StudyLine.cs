namespace LoadLab.Core.Capacity.Search;

/// <summary>Variants that differ in one key.</summary>
/// <param name="Key">It.</param>
/// <param name="With">The settings that they share: <c>lms.workers=1</c>; empty where one key alone is varied.</param>
/// <param name="Rows">The variants, in the order of the key's values.</param>
public sealed record StudyLine(string Key, string With, IReadOnlyList<StudyRow> Rows);
