using System.CommandLine;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Core;

namespace LoadLab.Cli;

/// <summary>The command line: parses, runs one command, and turns what went wrong into a message and an exit code.</summary>
internal static class CommandLine
{
    private const string EnvFileName = "--env-file";

    /// <summary>An argument that begins with '@' names the file of a connection string, never a file of arguments.</summary>
    private static readonly ParserConfiguration s_plain = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">As the process was given them.</param>
    /// <param name="console">Where it writes.</param>
    /// <param name="commands">The commands that there are.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliConsole console, IEnumerable<Command> commands)
    {
        ParseResult? parsed = null;
        var isJson = arguments.Contains(CommonOptions.JsonName, StringComparer.Ordinal);
        try
        {
            var root = Build(commands);
            parsed = root.Parse(arguments.Count == 0 ? ["--help"] : [.. arguments], s_plain);
            if (UsageFaults.Find(parsed) is { } fault)
            {
                throw fault;
            }

            foreach (var file in parsed.GetValue<string[]>(EnvFileName) ?? [])
            {
                console.Variables.AddFile(file);
            }

            var code = await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = console.Out,
                Error = console.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // Signals are the run command's business.
            }).ConfigureAwait(false);

            // What was promised and is not there must not look like a pass.
            return code == 0 && console.Unwritten is { } unwritten ? (int)unwritten : code;
        }
        catch (LoadLabException fault)
        {
            await RefuseAsync(parsed, fault).ConfigureAwait(false);
            FaultOutput.Write(fault, isJson, console);
            return (int)fault.ExitCode;
        }
        catch (Exception fault)
        {
            await RefuseAsync(parsed, new LoadLabException(ExitCode.InternalFault, $"LoadLab has a fault of its own. {fault.GetType().Name}: {fault.Message}")).ConfigureAwait(false);
            FaultOutput.WriteUnexpected(fault, isJson, console);
            return (int)ExitCode.InternalFault;
        }
    }

    private static Task RefuseAsync(ParseResult? parsed, LoadLabException fault) =>
        parsed?.CommandResult.Command is RefusableCommand command ? command.OnRefused(parsed, fault) : Task.CompletedTask;

    /// <summary>The root command over these. Nothing runs before one is invoked.</summary>
    internal static RootCommand Build(IEnumerable<Command> commands)
    {
        var root = new RootCommand("Drives load at a stack and says against an SLO catalogue whether it may launch.");
        foreach (var command in commands)
        {
            root.Subcommands.Add(command);
        }

        root.Options.Add(CommonOptions.EnvFile());
        HelpExamples.Install(root, ["loadlab run smoke", "loadlab run capacity --setup", "loadlab http http://127.0.0.1:8080/ --rate 500", "loadlab runs list", "loadlab slo list"]);
        return root;
    }
}
