using System.CommandLine;
using LoadLab.Cli.Documents;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Core;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab runs schema</c>: the JSON schema of <c>run.json</c>, and of what <c>--json</c> prints.</summary>
internal static class RunsSchemaCommand
{
    public static Command Create(CliConsole console)
    {
        var words = new Argument<string[]>("command")
        {
            Description = "The words of the command whose --json document it is; 'error' is what any of them prints when something went wrong. Default: run, which is run.json.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("schema", "Print the JSON schema of run.json, or of the --json document of a command.") { words };
        HelpExamples.Install(command, ["loadlab runs schema > run.schema.json", "loadlab runs schema gate", "loadlab runs schema slo list"]);
        command.SetAction(parsed =>
        {
            var name = string.Join(' ', parsed.GetValue(words) is { Length: > 0 } given ? given : ["run"]);
            var schema = VerbSchemas.Find(name) ?? throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"'{name}' has no JSON document.{NearestName.Sentence(name, VerbSchemas.Commands)} There are: {string.Join(", ", VerbSchemas.Commands)}.",
                "See: loadlab runs schema --help");
            console.Out.WriteLine(schema.ToJsonString(JsonText.Context.Options));
        });
        return command;
    }
}
