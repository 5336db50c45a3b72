namespace LoadLab.IntegrationTests.ForeignBackends;

/// <summary>A test with servers that are not ours. Where one of them is missing it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ForeignFactAttribute : FactAttribute
{
    /// <summary>Skips the test when one is missing.</summary>
    public ForeignFactAttribute(params string[] programs) => Skip = ForeignPrograms.Missing(programs);
}

/// <summary>As <see cref="ForeignFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ForeignTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the test when one is missing.</summary>
    public ForeignTheoryAttribute(params string[] programs) => Skip = ForeignPrograms.Missing(programs);
}

/// <summary>Where the foreign programs are.</summary>
internal static class ForeignPrograms
{
    /// <summary>Not a program, but what install-zoo.sh gets from npm.</summary>
    public const string ParseServer = "parse-server";

    /// <summary>Where install-zoo.sh puts it.</summary>
    public static string Zoo { get; } = Environment.GetEnvironmentVariable("LOADLAB_ZOO") is { Length: > 0 } zoo
        ? zoo
        : Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/root", ".cache"),
            "loadlab-zoo");

    /// <summary>Full path of a program; null when it is not installed.</summary>
    public static string? Find(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin".Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Why a test that needs these is skipped; null when all are there.</summary>
    public static string? Missing(IReadOnlyList<string> programs)
    {
        var missing = programs.Where(program => program == ParseServer ? !Directory.Exists(Path.Combine(Zoo, "node_modules", ParseServer)) : Find(program) is null).ToList();
        return missing.Count == 0 ? null : $"{string.Join(", ", missing)} not installed; ./test.sh --setup installs what it can on Debian and Ubuntu";
    }
}
