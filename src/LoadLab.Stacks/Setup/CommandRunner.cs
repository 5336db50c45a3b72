using System.Diagnostics;

namespace LoadLab.Stacks.Setup;

/// <summary>Runs a command of the system to its end.</summary>
internal interface ICommandRunner
{
    /// <summary>Exit code and last lines of stdout and stderr.</summary>
    Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken);
}

/// <summary>The real one.</summary>
internal sealed class CommandRunner : ICommandRunner
{
    private const int KeptLines = 15;

    public async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var info = new ProcessStartInfo(command[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command.Skip(1))
            info.ArgumentList.Add(argument);
        info.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        info.Environment["LC_ALL"] = "C";
        using var process = Process.Start(info) ?? throw new InvalidOperationException($"Cannot start {command[0]}: the system gave no process.");
        process.StandardInput.Dispose();
        // The package manager is left to finish on a cancel: half an installation is worse than a late one.
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        var lines = (await output.ConfigureAwait(false) + await error.ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        cancellationToken.ThrowIfCancellationRequested();
        return (process.ExitCode, string.Join(Environment.NewLine, lines.TakeLast(KeptLines)));
    }
}
