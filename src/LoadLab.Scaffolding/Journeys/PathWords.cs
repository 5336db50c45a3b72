namespace LoadLab.Scaffolding.Journeys;

/// <summary>What a path speaks of.</summary>
internal static class PathWords
{
    /// <summary>The singular of its last word: <c>/api/courses</c> is <c>course</c>; empty when it has none.</summary>
    public static string Noun(string path) => Singular(path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries).LastOrDefault(segment => segment[0] != '{' && !StepNames.IsId(segment)) ?? "");

    /// <summary><c>courses</c> is <c>course</c>, <c>categories</c> is <c>category</c>.</summary>
    public static string Singular(string word) =>
        word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y" : word.EndsWith("ss", StringComparison.Ordinal) || !word.EndsWith('s') ? word : word[..^1];
}
