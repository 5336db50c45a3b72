using System.CommandLine;
using LoadLab.Cli.Invocations;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Core;
using LoadLab.K6.Exports;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab export k6 SUITE</c>: a suite's load and its SLOs as a k6 script. Starts nothing.</summary>
internal static class ExportCommand
{
    private const string More = """
        Phases become k6 scenarios, and the rows of the catalogue become thresholds. A row that k6 cannot express stands there as a comment that says why,
        and so does what is not quite the same. The functions that make the requests are a skeleton to fill in.
        """;

    public static Command Create(CliConsole console, Func<RunArguments, PreparedRun> prepare)
    {
        var command = new Command("export", "Write a suite for another tool.") { K6(console, prepare) };
        HelpExamples.Install(command, ["loadlab export k6 smoke -o smoke.js"]);
        return command;
    }

    private static Command K6(CliConsole console, Func<RunArguments, PreparedRun> prepare)
    {
        var suite = new Argument<string>("suite") { Description = "A suite's name, or the path of its .yaml file." };
        var file = new Option<string?>("--output", "-o") { Description = "Write the script to this file, which must not exist. Default: print it.", HelpName = "FILE" };
        var set = CommonOptions.Pairs("--set", "Override a key of the suite, as in phases.users-50.hold=2m. Repeatable.");
        var stack = new StackOptions();
        var command = new Command("k6", "Write a suite's load and SLOs as a k6 script.") { suite, file, set };
        foreach (var option in stack.All)
        {
            command.Options.Add(option);
        }

        UsageFaults.RefuseOptions(suite, command);
        HelpExamples.Install(command, More, ["loadlab export k6 smoke", "loadlab export k6 suites/shop.yaml -o shop.js", "loadlab run shop.js --env BASE_URL=http://127.0.0.1:8080"]);
        command.SetAction(async (parsed, _) =>
        {
            var name = parsed.GetRequiredValue(suite);
            var prepared = prepare(stack.Read(parsed, new RunArguments { Suite = name, Overrides = [.. parsed.GetValue(set) ?? []] }));
            if (prepared.Script is not null)
            {
                throw new LoadLabException(ExitCode.BadConfiguration, $"'{name}' runs a k6 script already.", "Export a suite whose scenarios are LoadLab's.");
            }

            var script = K6ScriptExport.Write(prepared.Plan, prepared.Catalogue);
            if (parsed.GetValue(file) is { } path)
            {
                Save(path, script);
                await console.Error.WriteLineAsync($"Written: {path}").ConfigureAwait(false);
            }
            else
            {
                await console.Out.WriteAsync(script).ConfigureAwait(false);
            }

            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static void Save(string path, string script)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            using var writer = new StreamWriter(stream);
            writer.Write(script);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"'{path}' cannot be written: {fault.Message}", "Give a file that does not exist yet, in a directory that does.", fault);
        }
    }
}
