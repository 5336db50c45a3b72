using System.Diagnostics;

namespace LoadLab.IntegrationTests.Compose;

/// <summary><c>docker compose</c> or the older <c>docker-compose</c>, whichever this machine has, on the <c>docker-compose.yml</c> of this checkout.</summary>
internal static class ComposeTool
{
    /// <summary>The command; null when there is none.</summary>
    public static IReadOnlyList<string>? Command { get; } = Find();

    /// <summary>Runs it with these variables and no other of LoadLab's, and with no <c>.env</c>.</summary>
    public static async Task<ToolResult> RunAsync(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var noVariables = Path.GetTempFileName();
        try
        {
            var file = Path.Combine(Built.Home, "docker-compose.yml");
            return await ToolResult.OfAsync([.. Command!, "--env-file", noVariables, "-f", file, .. arguments], variables);
        }
        finally
        {
            File.Delete(noVariables);
        }
    }

    private static IReadOnlyList<string>? Find()
    {
        if (OnPath("docker") is { } docker && Answers(docker, "compose", "version"))
            return [docker, "compose"];
        return OnPath("docker-compose") is { } older ? [older] : null;
    }

    /// <summary>The program's path; null when it is not installed.</summary>
    public static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static bool Answers(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>How a program ended.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a program without LoadLab's and Compose's variables but with these.</summary>
    public static async Task<ToolResult> OfAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("LOADLAB_", StringComparison.Ordinal) || name.StartsWith("COMPOSE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ToolResult(process.ExitCode, await output, await error);
    }
}
