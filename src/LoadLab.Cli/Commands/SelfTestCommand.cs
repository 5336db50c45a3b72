using System.CommandLine;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Terminal;
using LoadLab.Core;
using LoadLab.Engine.SelfTest;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab selftest</c>: the engine against targets whose answer is known in closed form.</summary>
internal static class SelfTestCommand
{
    public static Command Create(CliConsole console, SelfTestSource run)
    {
        var json = CommonOptions.Json("the table");
        var only = new Option<string?>("--only") { Description = "Run only cases whose name or model contains this, as in 'frozen' or 'open'.", HelpName = "TEXT" };
        var command = new Command("selftest", "Run the engine against targets with a known answer, and compare every figure with its closed form.") { json, only };
        HelpExamples.Install(command, ["loadlab selftest", "loadlab selftest --only frozen", "loadlab selftest --json | jq .passed"]);
        command.SetAction((parsed, cancellation) => ExecuteAsync(parsed.GetValue(only), parsed.GetValue(json), console, run, cancellation));
        return command;
    }

    private static async Task<int> ExecuteAsync(string? only, bool isJson, CliConsole console, SelfTestSource run, CancellationToken cancellation)
    {
        var cases = SelfTestRunner.Cases.Where(title => only is null || title.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
        if (cases.Count == 0)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration, $"--only '{only}': no case has that in its name.", "There are: " + string.Join("; ", SelfTestRunner.Cases));
        }

        await console.Error.WriteLineAsync($"{cases.Count} case{(cases.Count == 1 ? "" : "s")}, about {cases.Count * 4} s. Other work on this machine disturbs the figures.").ConfigureAwait(false);
        var rows = new List<SelfTestRow>();
        var number = 0;
        var told = 0;
        void Tell()
        {
            if (number > 0)
            {
                console.Error.WriteLine(rows.Skip(told).All(row => row.Passed) ? "ok" : "FAILED");
                told = rows.Count;
            }
        }

        await foreach (var row in run(OnCase, only, cancellation).ConfigureAwait(false))
        {
            rows.Add(row);
        }

        Tell();
        if (isJson)
        {
            await console.Out.WriteLineAsync(SelfTestText.Json(rows)).ConfigureAwait(false);
        }
        else
        {
            foreach (var line in SelfTestText.Table(rows))
            {
                await console.Out.WriteLineAsync(line).ConfigureAwait(false);
            }
        }

        await console.Out.FlushAsync(cancellation).ConfigureAwait(false);
        return rows.TrueForAll(row => row.Passed) ? (int)ExitCode.Ok : (int)ExitCode.InternalFault;

        void OnCase(string title)
        {
            Tell();
            console.Error.Write(FormattableString.Invariant($"  {++number,2}/{cases.Count}  {title} ... "));
            console.Error.Flush();
        }
    }
}
