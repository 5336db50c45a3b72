using System.CommandLine;
using System.CommandLine.Parsing;
using LoadLab.Core;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Options;

/// <summary>Says what is wrong with a command line, with the nearest names that exist.</summary>
internal static class UsageFaults
{
    /// <summary>All faults of a command line at once; null when it has none.</summary>
    public static LoadLabException? Find(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0)
        {
            return null;
        }

        var command = parsed.CommandResult.Command;
        var faults = Unmatched(parsed.UnmatchedTokens, command)
            .Concat(parsed.Errors.Where(error => error.SymbolResult is OptionResult or ArgumentResult).Select(error => error.Message))
            .Distinct()
            .ToList();
        if (faults.Count == 0)
        {
            faults.Add(command.Subcommands.Count > 0
                ? $"'{command.Name}' needs a command. There are: {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}."
                : string.Join(' ', parsed.Errors.Select(error => error.Message).Distinct()));
        }

        var path = string.Join(' ', Path(parsed.CommandResult));
        return new LoadLabException(ExitCode.BadConfiguration, faults, $"See: {path} --help");
    }

    /// <summary>Tells an option in an argument's place from an argument.</summary>
    public static void RefuseOptions(Argument argument, Command command) => argument.Validators.Add(result =>
    {
        foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-')))
        {
            result.AddError(Unknown(token.Value, command));
        }
    });

    /// <summary>The tokens that fit nowhere, without those that only follow from one before: an unknown option's value, an unknown command's arguments.</summary>
    private static IEnumerable<string> Unmatched(IReadOnlyList<string> tokens, Command command)
    {
        var isValue = false;
        foreach (var token in tokens)
        {
            var isOption = token.StartsWith('-');
            if (isOption || !isValue)
            {
                yield return Unknown(token, command);
                if (!isOption && command.Subcommands.Count > 0)
                {
                    yield break;
                }
            }

            isValue = isOption;
        }
    }

    private static string Unknown(string token, Command command)
    {
        if (token.StartsWith('-'))
        {
            var options = command.Options.Concat(Inherited(command)).SelectMany(option => option.Aliases.Prepend(option.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal));
            return $"Unknown option '{token}' of '{command.Name}'.{NearestName.Sentence(token, options)}";
        }

        var commands = command.Subcommands.Select(sub => sub.Name).ToList();
        return commands.Count > 0 && command.Arguments.Count == 0
            ? $"Unknown command '{token}'.{NearestName.Sentence(token, commands)} There are: {string.Join(", ", commands)}."
            : $"'{token}' is one argument too many for '{command.Name}'.";
    }

    /// <summary>Options of the commands above that hold for those below them too.</summary>
    private static IEnumerable<Option> Inherited(Command command) =>
        command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive).Concat(Inherited(parent)));

    private static Stack<string> Path(CommandResult result)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = result; at is CommandResult command; at = at.Parent)
        {
            names.Push(command.Command is RootCommand ? "loadlab" : command.Command.Name);
        }

        return names;
    }
}
