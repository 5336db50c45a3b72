using System.CommandLine;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Core;
using LoadLab.Core.Text;
using LoadLab.Monitoring;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab slo export prometheus lms -o DIR</c>: what production runs on, from the catalogue by which runs are judged.</summary>
internal static class SloExportCommand
{
    private const string More = """
        The same catalogue and options always make the same files. What a tool cannot do stands in them as a comment, with the reason.
        Exit code 0 when they were written, or with --check when nothing differs; 104 when something does.
        """;

    public static Command Create(CliConsole console, ICatalogues catalogues, IReadOnlyList<IExport> exports)
    {
        var command = new Command("export", "Make the rules, alerts, routes and dashboards of production from the catalogue.");
        foreach (var export in exports)
        {
            command.Add(Of(export, console, catalogues));
        }

        HelpExamples.Install(command, ["loadlab slo export prometheus -o rules", "loadlab slo export grafana my-slos.yaml -o dashboards --check"]);
        return command;
    }

    private static Command Of(IExport export, CliConsole console, ICatalogues catalogues)
    {
        var file = new Argument<string?>("catalogue")
        {
            Description = "The name of a catalogue in scenarios/catalogue, or the path of a .yaml file. Default: the only one there is, else lms",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var output = new Option<string>("--output", "-o") { Description = "Directory of the files. It is made when it is not there.", HelpName = "DIR", Required = true };
        var check = new Option<bool>("--check") { Description = "Write nothing: say how the directory differs from what the catalogue gives. For pipelines." };
        var standard = new ExportLinks();
        var dashboards = Address("--dashboards", "Address of the Grafana, for the links of alerts.", standard.Dashboards);
        var runbook = Address("--runbook", "Address of the runbook, for the links of alerts. Default: the name of the file that 'export prometheus' makes.", standard.Runbook);
        var receivers = Address("--receivers", "Where Alertmanager posts: a gateway to mail, chat or pagers. The name of who is told is put behind it: URL/on-call-engineer", standard.Receivers);
        var healer = Address("--healer", "Where 'loadlab heal' listens, for a catalogue with healing:.", standard.Healer);
        var command = new Command(export.Name, $"Make {export.Says}.") { file, output, check };
        foreach (var address in export.Uses)
        {
            command.Options.Add(address switch { ExportAddress.Dashboards => dashboards, ExportAddress.Runbook => runbook, ExportAddress.Receivers => receivers, _ => healer });
        }

        UsageFaults.RefuseOptions(file, command);
        HelpExamples.Install(
            command,
            More,
        [
            $"loadlab slo export {export.Name} -o {export.Name}",
            $"loadlab slo export {export.Name} my-slos.yaml -o {export.Name}",
            $"loadlab slo export {export.Name} my-slos.yaml -o {export.Name} --check",
        ]);
        command.SetAction(parsed =>
        {
            string Given(ExportAddress address, Option<string> option, string otherwise) => export.Uses.Contains(address) ? parsed.GetValue(option)!.TrimEnd('/') : otherwise;
            var links = new ExportLinks(
                Given(ExportAddress.Dashboards, dashboards, standard.Dashboards),
                Given(ExportAddress.Runbook, runbook, standard.Runbook),
                Given(ExportAddress.Receivers, receivers, standard.Receivers),
                Given(ExportAddress.Healer, healer, standard.Healer));
            var files = export.Files(catalogues.Load(parsed.GetValue(file)), links);
            var directory = parsed.GetRequiredValue(output);
            var folder = new ExportFolder(directory);
            if (!parsed.GetValue(check))
            {
                foreach (var warning in folder.Write(files))
                {
                    console.Error.WriteLine("warning: " + warning);
                }

                foreach (var written in files)
                {
                    console.Out.WriteLine(Path.Combine(directory, written.Path));
                }

                return (int)ExitCode.Ok;
            }

            var differences = folder.Compare(files);
            if (differences.Count > 0)
            {
                throw new LoadLabException(ExitCode.BadConfiguration, [.. differences], $"Make them anew: loadlab slo export {export.Name} with the same catalogue and options, without --check.");
            }

            console.Out.WriteLine($"{directory}: {Units.Counted(files.Count, "file is", "files are")} what the catalogue gives.");
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static Option<string> Address(string name, string description, string standard)
    {
        var option = new Option<string>(name) { Description = description, HelpName = "URL", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")))
            {
                result.AddError($"{name} '{result.Tokens[0].Value}' is not an address. Write for example {name} https://grafana.example");
            }
        });
        return option;
    }
}
