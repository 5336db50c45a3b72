using System.CommandLine;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Terminal;
using LoadLab.Core;
using LoadLab.Stacks.Doctor;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab doctor</c>: what this machine can do, and what to change.</summary>
internal static class DoctorCommand
{
    public static Command Create(CliConsole console, Func<CancellationToken, Task<IReadOnlyList<DoctorCheck>>> examine)
    {
        var json = CommonOptions.Json("the checks");
        var command = new Command("doctor", "Say what this machine can do and what to change. Changes nothing; exit code 104 when no stack can be started here.") { json };
        HelpExamples.Install(command, ["loadlab doctor", "loadlab doctor --json | jq '.checks[] | select(.status != \"ok\")'"]);
        command.SetAction(async (parsed, cancellation) =>
        {
            await console.Error.WriteLineAsync("Looking at this machine, about 4 s.").ConfigureAwait(false);
            var checks = await examine(cancellation).ConfigureAwait(false);
            var text = parsed.GetValue(json) ? DoctorText.Json(checks) : string.Join(Environment.NewLine, DoctorText.Lines(checks));
            await console.Out.WriteLineAsync(text).ConfigureAwait(false);
            return DoctorText.IsReady(checks) ? (int)ExitCode.Ok : (int)ExitCode.BadConfiguration;
        });
        return command;
    }
}
