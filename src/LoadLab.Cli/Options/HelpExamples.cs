using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LoadLab.Cli.Options;

/// <summary>Puts examples, and for the whole the exit codes, below a command's help.</summary>
internal static class HelpExamples
{
    private const string ExitCodes = """
        Exit codes:
          0    GO: every required SLO passed          99   an SLO failed
          96   inconclusive, or not measured          104  bad configuration or environment
          97   the run is invalid                     105  interrupted
          98   regression against the baseline        107  a scenario threw in its init
          1    a fault of LoadLab itself
        """;

    /// <summary>Adds the examples to the command's help.</summary>
    public static void Install(Command command, IReadOnlyList<string> examples) => Install(command, command is RootCommand ? ExitCodes : null, examples);

    /// <summary>Adds the examples, and below them <paramref name="more"/>.</summary>
    public static void Install(Command command, string? more, IReadOnlyList<string> examples)
    {
        var option = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (option is null)
        {
            command.Options.Add(option = new HelpOption());
        }

        option.Action = new WithExamples((HelpAction)option.Action!, examples, more);
    }

    private sealed class WithExamples(HelpAction help, IReadOnlyList<string> examples, string? more) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var configuration = parseResult.InvocationConfiguration;
            var output = configuration.Output;
            using var text = new StringWriter();
            configuration.Output = text;
            help.Invoke(parseResult);
            configuration.Output = output;

            // The library knows the program by its file's name; people start it by the launcher's.
            output.Write(WithoutParentsArguments(parseResult.CommandResult.Command, text.ToString()).Replace(RootCommand.ExecutableName, "loadlab", StringComparison.Ordinal));
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine("  " + example);
            }

            if (more is not null)
            {
                output.WriteLine();
                output.WriteLine(more);
            }

            return 0;
        }

        /// <summary>
        /// A command with an argument and subcommands takes one or the other. The library's help would ask for both: of the command itself, and of
        /// each subcommand.
        /// </summary>
        private static string WithoutParentsArguments(Command command, string text)
        {
            if (command.Arguments.Count > 0 && command.Subcommands.Count > 0)
            {
                var usage = text.Split('\n').First(line => line.Contains(" [command]", StringComparison.Ordinal)).TrimEnd();
                var argument = command.Arguments.Aggregate(usage, (line, one) => Without(line, one));
                return text.Replace(usage, usage.Replace(" [command]", "", StringComparison.Ordinal) + Environment.NewLine + argument, StringComparison.Ordinal);
            }

            if (command.Parents.OfType<Command>().SelectMany(parent => parent.Arguments).ToList() is { Count: > 0 } inherited)
            {
                text = inherited.Aggregate(text, Without);
                if (command.Arguments.Count > 0)
                {
                    // What is left of an inherited argument is its line in the list.
                    return string.Join('\n', text.Split('\n').Where(line => !inherited.Exists(one => one.Description is { Length: > 0 } words && line.Contains(words, StringComparison.Ordinal))));
                }

                var start = text.IndexOf("Arguments:", StringComparison.Ordinal);
                return start < 0 ? text : text.Remove(start, text.IndexOf("Options:", StringComparison.Ordinal) - start);
            }

            return text;
        }

        private static string Without(string text, Argument argument) =>
            text.Replace($" [<{argument.Name}>]", "", StringComparison.Ordinal).Replace($" <{argument.Name}>", "", StringComparison.Ordinal);
    }
}
