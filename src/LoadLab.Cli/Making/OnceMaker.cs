using LoadLab.Cli.Parts;
using LoadLab.Cli.Terminal;
using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;

namespace LoadLab.Cli.Making;

/// <summary>Runs one iteration of each scenario and shows it.</summary>
/// <param name="console">Where to.</param>
/// <param name="create">Makes what runs them.</param>
internal sealed class OnceMaker(CliConsole console, Func<PreparedRun, OnceRunner> create)
{
    /// <summary>Does it.</summary>
    /// <param name="prepared">The run whose scenarios they are.</param>
    /// <param name="isWhole">Show every header and body.</param>
    /// <param name="stop">Ends in order.</param>
    /// <returns>0 when all went well, 99 when one failed, 105 when it was interrupted.</returns>
    public async Task<int> RunAsync(PreparedRun prepared, bool isWhole, CancellationToken stop)
    {
        var view = new TraceView(console.Out, console.Variables.Hide, isWhole);
        var result = await create(prepared).RunAsync(prepared.Plan, prepared.Scenarios, view, new Log(line => console.Error.WriteLine(console.Variables.Hide(line))), new Log(view.OnLog), stop).ConfigureAwait(false);
        foreach (var check in result.Script?.Checks ?? [])
        {
            await console.Out.WriteLineAsync(console.Variables.Hide($"  check {(check.Fails == 0 ? "holds" : "FAILED")}: {(check.Group.Length > 0 ? check.Group + " " : "")}{check.Name} ({check.Passes} of {check.Passes + check.Fails})")).ConfigureAwait(false);
        }

        var isChecked = result.Script?.Checks.All(check => check.Fails == 0) ?? true;
        await console.Out.WriteLineAsync($"{view.Ok} of {view.Ok + view.Failed} iterations ended well{(isChecked ? "" : ", and a check failed")}. Nothing was judged, and no run was kept.").ConfigureAwait(false);
        return result.Outcome switch
        {
            RunOutcome.Interrupted => (int)ExitCode.Interrupted,
            RunOutcome.Incomplete => (int)ExitCode.InternalFault,
            _ => view.Failed == 0 && view.Ok > 0 && isChecked ? 0 : (int)ExitCode.SloFailed,
        };
    }

    private sealed class Log(Action<string> write) : IProgress<string>
    {
        public void Report(string value) => write(value);
    }
}
