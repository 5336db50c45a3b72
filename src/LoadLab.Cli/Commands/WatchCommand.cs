using System.CommandLine;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab watch SUITE</c>: <c>run --once</c>, again whenever the assembly, the script or the suite changes.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(300);

    /// <summary>Makes the command.</summary>
    /// <param name="console">Where it writes.</param>
    /// <param name="files">The files of a suite, each with what changes when it does.</param>
    /// <param name="run">Runs a command line of LoadLab.</param>
    /// <param name="listen">Listens for Ctrl-C.</param>
    public static Command Create(
        CliConsole console, Func<string, IReadOnlyDictionary<string, string>> files, Func<IReadOnlyList<string>, CancellationToken, Task<int>> run, Func<Interrupts> listen)
    {
        var options = new RunOptions(decides: false);
        var once = new OnceOptions();
        var command = new Command("watch", "Run one iteration of each scenario, and again whenever the assembly, the script or the suite changes.");
        options.AddTo(command, [once.All[1], .. new ScriptOptions().All]);
        command.Options.Remove(options.Json);
        HelpExamples.Install(command,
        [
            "loadlab watch suite.yaml --trace --env-file .env        # beside it: dotnet watch build -c Release",
            "loadlab watch script.js --env BASE_URL=http://127.0.0.1:8080",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            var suite = parsed.GetRequiredValue(options.Suite);
            string[] line = ["run", .. parsed.Tokens.Select(token => token.Value).Where((value, at) => !(at == 0 && value == command.Name)), "--once"];
            using var interrupts = listen();
            interrupts.FirstWords = "Ending.";
            await WatchAsync(console, () => files(suite), stop => run(line, stop), interrupts.Stop).ConfigureAwait(false);
            return 0;
        });
        return command;
    }

    /// <summary>Runs, waits for a change, and runs again, until it is stopped.</summary>
    internal static async Task WatchAsync(CliConsole console, Func<IReadOnlyDictionary<string, string>> files, Func<CancellationToken, Task> run, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var before = files();
            await run(stop).ConfigureAwait(false);
            if (!stop.IsCancellationRequested)
            {
                await console.Error.WriteLineAsync($"Watching {Units.Counted(before.Count, "file")}. Ctrl-C ends.").ConfigureAwait(false);
            }

            var changed = await ChangeAsync(before, files, stop).ConfigureAwait(false);
            if (changed.Length > 0)
            {
                await console.Error.WriteLineAsync($"{changed} changed.").ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until something has changed, and nothing has for a moment: a build writes many files.</summary>
    /// <returns>The name of a file that changed; empty when it was stopped.</returns>
    private static async Task<string> ChangeAsync(IReadOnlyDictionary<string, string> before, Func<IReadOnlyDictionary<string, string>> files, CancellationToken stop)
    {
        var last = before;
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(s_look, CancellationToken.None).ConfigureAwait(false);
            var now = files();
            if (Differs(now, before) is { } changed && Differs(now, last) is null)
            {
                return Path.GetFileName(changed);
            }

            last = now;
        }

        return "";
    }

    private static string? Differs(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Keys.Union(other.Keys).FirstOrDefault(file => one.GetValueOrDefault(file) != other.GetValueOrDefault(file));
}
