using System.CommandLine;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Core;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab new</c>: files to start from.</summary>
internal static class NewCommand
{
    /// <param name="console">Where it writes.</param>
    /// <param name="input">Standard input, for <c>--curl -</c>.</param>
    /// <param name="writer">Writes projects.</param>
    public static Command Create(CliConsole console, TextReader input, IProjectWriter writer)
    {
        var name = new Argument<string?>("project") { Description = "Name of the project and its folder.", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<string?>("--output", "-o") { Description = "The folder. Default: the name.", HelpName = "DIR" };
        var url = new Option<string?>("--url") { Description = "Address of the target. Default: what the source names, else http://127.0.0.1:8080.", HelpName = "URL" };
        var openApi = new Option<string?>("--openapi") { Description = "Make it from an OpenAPI document: 2.0, 3.0, 3.1, JSON or YAML.", HelpName = "FILE|URL" };
        var writes = new Option<bool>("--writes") { Description = "With --openapi: include the operations that change data. Never those that delete." };
        var har = new Option<string?>("--har") { Description = "Make it from a recording of a browser or proxy (HAR).", HelpName = "FILE" };
        var postman = new Option<string?>("--postman") { Description = "Make it from a Postman collection, v2.1.", HelpName = "FILE" };
        var curl = new Option<string?>("--curl") { Description = "Make it from a curl command line; '-' reads it from standard input.", HelpName = "COMMAND" };
        var command = new Command("new", "Write a project to start from: a scenario, a suite, an SLO catalogue, a test and pipelines. It builds and runs without edits.") { name };
        foreach (var option in new Option[] { output, url, openApi, writes, har, postman, curl })
        {
            command.Options.Add(option);
        }

        command.Subcommands.Add(CreateExample(console, writer));
        HelpExamples.Install(command, [
            "loadlab new shop --url http://127.0.0.1:8080",
            "loadlab new shop --openapi http://127.0.0.1:8080/openapi/v1.json && cd shop && dotnet build -c Release scenarios/Shop && loadlab run shop",
            "loadlab new login --curl \"curl https://shop.example/login -H 'Content-Type: application/json' -d '{\\\"user\\\":\\\"ann\\\"}'\"",
            "loadlab new visit --har recording.har",
            "loadlab new example lms",
        ]);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new ProjectRequest
            {
                Name = parsed.GetValue(name),
                Folder = parsed.GetValue(output),
                Url = parsed.GetValue(url),
                OpenApi = parsed.GetValue(openApi),
                Writes = parsed.GetValue(writes),
                Har = parsed.GetValue(har),
                Postman = parsed.GetValue(postman),
                Curl = parsed.GetValue(curl) is "-" ? await input.ReadToEndAsync(cancellationToken).ConfigureAwait(false) : parsed.GetValue(curl),
            };
            foreach (var line in await writer.WriteAsync(request, cancellationToken).ConfigureAwait(false))
            {
                console.Out.WriteLine(line);
            }

            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Command CreateExample(CliConsole console, IProjectWriter writer)
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
            var count = writer.CopyExample(folder);
            console.Out.WriteLine($"{folder}: {Units.Counted(count, "file")}.");
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
