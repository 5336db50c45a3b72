using System.CommandLine;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Core;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab new</c>: files to start from.</summary>
internal static class NewCommand
{
    /// <param name="console">Where it writes.</param>
    /// <param name="copyExample">Writes the files of the example into a folder that does not exist yet, and gives their number.</param>
    public static Command Create(CliConsole console, Func<string, int> copyExample)
    {
        var command = new Command("new", "Write files to start from.");
        command.Subcommands.Add(CreateExample(console, copyExample));
        HelpExamples.Install(command, ["loadlab new example lms"]);
        return command;
    }

    private static Command CreateExample(CliConsole console, Func<string, int> copyExample)
    {
        var name = new Argument<string>("name") { Description = "lms: a learning platform with Postgres and Redis, its users in C#, suites and an SLO document." };
        name.AcceptOnlyFromAmong("lms");
        var output = new Option<string?>("--output", "-o") { Description = "The folder. Default: the name of the example.", HelpName = "DIR" };
        var command = new Command("example", "Write an example: scenarios, suites and a catalogue that run as they are.") { name };
        command.Options.Add(output);
        HelpExamples.Install(command, ["loadlab new example lms", "loadlab new example lms -o shop && cd shop && dotnet build -c Release scenarios/Lms.Scenarios && loadlab run smoke"]);
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(output) ?? parsed.GetRequiredValue(name);
            if (Path.Exists(folder) && !(Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()))
            {
                throw new LoadLabException(ExitCode.BadConfiguration, $"'{folder}' is there already, and nothing is overwritten.", "Name another folder with --output, or remove it.");
            }

            var count = copyExample(folder);
            console.Out.WriteLine($"{folder}: {count} files.");
            console.Out.WriteLine("Next:");
            console.Out.WriteLine($"  cd {folder}");
            console.Out.WriteLine("  dotnet build -c Release scenarios/Lms.Scenarios");
            console.Out.WriteLine("  loadlab setup         # Debian and Ubuntu, as root: Postgres and Redis, where they are missing");
            console.Out.WriteLine("  loadlab run smoke     # about 30 s");
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
