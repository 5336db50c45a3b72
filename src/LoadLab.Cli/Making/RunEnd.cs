using LoadLab.Cli.Parts;
using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;

namespace LoadLab.Cli.Making;

/// <summary>How the process ends after one run.</summary>
internal static class RunEnd
{
    /// <summary>The exit code; a run that could not be stored is reported, and that comes before everything else.</summary>
    public static int ExitCode(RunResult result, CliConsole console)
    {
        if (result.StoreFault is { } fault)
        {
            FaultOutput.Write(fault, isJson: false, console);
            return (int)fault.ExitCode;
        }

        return (int)(result.Record.Outcome == RunOutcome.Interrupted ? Core.ExitCode.Interrupted : result.Evaluation.ExitCode);
    }
}
