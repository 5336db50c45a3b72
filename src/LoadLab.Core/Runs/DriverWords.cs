namespace LoadLab.Core.Runs;

/// <summary>The words of <c>driver:</c> in a suite, and of <c>--driver</c>.</summary>
public static class DriverWords
{
    /// <summary>LoadLab's own engine: the default.</summary>
    public const string Own = "loadlab";

    /// <summary>The real k6.</summary>
    public const string K6 = "k6";

    /// <summary>The key of a suite.</summary>
    public const string Key = "driver";

    /// <summary>All.</summary>
    public static IReadOnlyList<string> All { get; } = [Own, K6];
}
