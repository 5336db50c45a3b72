using System.CommandLine;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Core;
using LoadLab.Core.Files;
using LoadLab.Core.Text;
using LoadLab.Monitoring.OpenSlo;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab slo import openslo FILE -o catalogue.yaml</c>: a catalogue from SLOs that somebody wrote for other tools.</summary>
internal static class SloImportCommand
{
    private const string More = """
        What OpenSLO does not say, or a catalogue cannot hold, is told line by line and stands at the top of the catalogue too. Nothing is overwritten.
        Exit code 0 when a catalogue was written, 104 when no row is left of the file.
        """;

    public static Command Create(CliConsole console)
    {
        var command = new Command("import", "Make a catalogue from SLOs in another format.") { OpenSlo(console) };
        HelpExamples.Install(command, ["loadlab slo import openslo slos.yaml -o my-slos.yaml"]);
        return command;
    }

    private static Command OpenSlo(CliConsole console)
    {
        var file = new Argument<string>("file") { Description = "A file of OpenSLO v1, with one or more documents." };
        var output = new Option<string>("--output", "-o") { Description = "The catalogue to write.", HelpName = "FILE", Required = true };
        var name = new Option<string>("--name") { Description = "Name of the catalogue. Default: the one that 'slo export openslo' left in the file, else the file's name.", HelpName = "NAME", DefaultValueFactory = _ => "" };
        var command = new Command("openslo", "Make a catalogue from OpenSLO v1.") { file, output, name };
        UsageFaults.RefuseOptions(file, command);
        HelpExamples.Install(command, More, ["loadlab slo import openslo slos.yaml -o my-slos.yaml", "loadlab slo import openslo slos.yaml -o my-slos.yaml --name shop"]);
        command.SetAction(parsed =>
        {
            var (from, to) = (parsed.GetRequiredValue(file), parsed.GetRequiredValue(output));
            string text;
            try
            {
                text = File.ReadAllText(from);
            }
            catch (Exception fault) when (DiskFault.Is(fault))
            {
                throw new LoadLabException(ExitCode.BadConfiguration, $"'{from}' cannot be read: {DiskFault.Explain(fault)}.", inner: fault);
            }

            var imported = OpenSloImport.Read(text, from, parsed.GetValue(name)!);
            if (File.Exists(to))
            {
                throw new LoadLabException(ExitCode.BadConfiguration, $"'{to}' is there already, and nothing is overwritten.", "Give another file with -o FILE, or move it away.");
            }

            try
            {
                WholeFile.Write(to, imported.Text);
            }
            catch (Exception fault) when (DiskFault.Is(fault))
            {
                throw new LoadLabException(ExitCode.BadConfiguration, $"'{to}' cannot be written: {DiskFault.Explain(fault)}.", inner: fault);
            }

            foreach (var loss in imported.Losses)
            {
                console.Error.WriteLine("lost: " + loss);
            }

            console.Out.WriteLine(FormattableString.Invariant($"{to}: catalogue '{imported.Name}' with {Units.Counted(imported.Rows, "row")}; {Units.Counted(imported.Losses.Count, "thing was", "things were")} lost or taken for granted. Next: loadlab slo lint --catalogue {to}"));
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
