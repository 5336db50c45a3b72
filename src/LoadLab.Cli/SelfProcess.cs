using System.Diagnostics;
using LoadLab.Core;

namespace LoadLab.Cli;

/// <summary>Runs LoadLab once more, as a process of its own: what it loads and starts ends with it.</summary>
internal static class SelfProcess
{
    /// <summary>Runs it with these arguments, on this process's own terminal. Ctrl-C reaches it by itself.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken stop)
    {
        var program = Environment.ProcessPath ?? throw new LoadLabException(ExitCode.InternalFault, "The path of this program is not known.");
        var start = new ProcessStartInfo(program) { UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
        {
            start.ArgumentList.Add(typeof(SelfProcess).Assembly.Location);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new LoadLabException(ExitCode.InternalFault, $"{program} could not be started.");

        // It is told by the same signal, and takes its stack down: it is waited for, whatever happens.
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        return stop.IsCancellationRequested ? (int)ExitCode.Interrupted : process.ExitCode;
    }
}
