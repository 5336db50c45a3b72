using System.CommandLine;
using LoadLab.Cli.Commands;
using LoadLab.Core;

namespace LoadLab.Cli;

/// <summary>The command line: parses, runs one command, and turns what went wrong into a message and an exit code.</summary>
internal static class CommandLine
{
    private const string EnvFileName = "--env-file";

    /// <summary>An argument that begins with '@' names the file of a connection string, never a file of arguments.</summary>
    private static readonly ParserConfiguration s_plain = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs a command line.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliParts parts)
    {
        var isJson = arguments.Contains(CommonOptions.JsonName, StringComparer.Ordinal);
        try
        {
            var root = Build(parts);
            var parsed = root.Parse(arguments.Count == 0 ? ["--help"] : [.. arguments], s_plain);
            if (UsageFaults.Find(parsed) is { } fault)
            {
                throw fault;
            }

            foreach (var file in parsed.GetValue<string[]>(EnvFileName) ?? [])
            {
                parts.Variables.AddFile(file);
            }

            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = parts.Out,
                Error = parts.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // Signals are the run command's business.
            }).ConfigureAwait(false);
        }
        catch (LoadLabException fault)
        {
            FaultOutput.Write(fault, isJson, parts);
            return (int)fault.ExitCode;
        }
        catch (Exception fault)
        {
            FaultOutput.WriteUnexpected(fault, isJson, parts);
            return (int)ExitCode.InternalFault;
        }
    }

    /// <summary>All commands. Nothing runs before one is invoked.</summary>
    internal static RootCommand Build(CliParts parts)
    {
        var root = new RootCommand("Drives load at a stack and says against an SLO catalogue whether it may launch.")
        {
            RunCommand.Create(parts),
            GateCommand.Create(parts),
            HttpCommand.Create(parts),
            PlanCommand.Create(parts),
            RunsCommand.Create(parts),
            CompareCommand.Create(parts),
            NoiseCommand.Create(parts),
            TrendCommand.Create(parts),
            BaselineCommand.Create(parts),
            ReportCommand.Create(parts),
            SloCommand.Create(parts),
            ImportCommand.Create(parts),
            SelfTestCommand.Create(parts),
            DoctorCommand.Create(parts),
            SetupCommand.Create(parts),
            CompletionCommand.Create(parts),
            CommonOptions.EnvFile(),
        };
        HelpExamples.Install(root, ["loadlab run smoke", "loadlab run capacity --setup", "loadlab http http://127.0.0.1:8080/ --rate 500", "loadlab runs list", "loadlab slo list"]);
        return root;
    }
}
