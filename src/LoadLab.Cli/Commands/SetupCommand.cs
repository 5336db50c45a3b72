using System.CommandLine;
using LoadLab.Cli.Making;
using LoadLab.Cli.Options;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab setup</c>: installs what this machine lacks. Nothing else installs anything, but for <c>run --setup</c>.</summary>
internal static class SetupCommand
{
    public static Command Create(RunMaker maker)
    {
        var command = new Command("setup", "Install what the native stack and the charts need. Prints each command before it runs it.");
        HelpExamples.Install(command, ["loadlab setup"]);
        command.SetAction(async (_, _) =>
        {
            using var interrupts = maker.Listen();
            await maker.SetupAsync(interrupts.Stop).ConfigureAwait(false);
            return 0;
        });
        return command;
    }
}
