namespace LoadLab.Core.Runs;

/// <summary>The k6 script of a run.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Thresholds">The limits that its options set.</param>
public sealed record ScriptPlan(string Path, IReadOnlyList<ScriptThreshold> Thresholds)
{
    private static readonly string[] Endings = [".js", ".mjs", ".ts"];

    /// <summary>True when a path is that of a script, by its ending.</summary>
    public static bool IsScript(string? path) => path is not null && Array.Exists(Endings, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
