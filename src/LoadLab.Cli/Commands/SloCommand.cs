using System.CommandLine;
using LoadLab.Cli.Terminal;
using LoadLab.Core.Catalogue.Lint;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab slo list</c>, <c>loadlab slo show ID</c> and <c>loadlab slo lint</c>.</summary>
internal static class SloCommand
{
    public static Command Create(CliParts parts)
    {
        var command = new Command("slo", "List the SLO catalogue, show one entry, or say what does not add up in it.") { List(parts), Show(parts), Lint(parts) };
        HelpExamples.Install(command, ["loadlab slo list", "loadlab slo show api-response-p95", "loadlab slo lint"]);
        return command;
    }

    private static Command List(CliParts parts)
    {
        var json = CommonOptions.Json("the catalogue");
        var file = CommonOptions.Catalogue();
        var command = new Command("list", "One line for each entry: what must hold, and whether a run decides it.") { json, file };
        HelpExamples.Install(command, ["loadlab slo list", "loadlab slo list --json | jq -r '.entries[] | select(.inRun == \"not measured\") | .id'"]);
        command.SetAction(parsed =>
        {
            var catalogue = parts.Catalogue(parsed.GetValue(file));
            parts.Out.WriteLine(parsed.GetValue(json) ? SloJson.List(catalogue) : string.Join(Environment.NewLine, SloText.List(catalogue)));
        });
        return command;
    }

    private static Command Show(CliParts parts)
    {
        var id = new Argument<string>("id") { Description = "The id of an entry, as 'slo list' prints it." };
        var json = CommonOptions.Json("the entry");
        var file = CommonOptions.Catalogue();
        var command = new Command("show", "All about one entry: the document's words, what is measured, what belongs to it.") { id, json, file };
        UsageFaults.RefuseOptions(id, command);
        HelpExamples.Install(command, ["loadlab slo show api-response-p95", "loadlab slo show alert-latency-p95 --json"]);
        command.SetAction(parsed =>
        {
            var catalogue = parts.Catalogue(parsed.GetValue(file));
            var entry = catalogue.Find(parsed.GetRequiredValue(id));
            parts.Out.WriteLine(parsed.GetValue(json) ? SloJson.Entry(entry) : string.Join(Environment.NewLine, SloText.Show(catalogue, entry)));
        });
        return command;
    }

    private static Command Lint(CliParts parts)
    {
        var json = CommonOptions.Json("the diagnostics");
        var file = CommonOptions.Catalogue();
        var command = new Command("lint", "Say what does not add up in the catalogue, with the arithmetic. Exit code 0 unless it cannot be read (104).") { json, file };
        HelpExamples.Install(command, ["loadlab slo lint", "loadlab slo lint --catalogue my-slos.yaml", "loadlab slo lint --json | jq '.diagnostics[] | select(.severity == \"warning\")'"]);
        command.SetAction(parsed =>
        {
            var diagnostics = CatalogueLint.Run(parts.Catalogue(parsed.GetValue(file)));
            parts.Out.WriteLine(parsed.GetValue(json) ? SloJson.Lint(diagnostics) : string.Join(Environment.NewLine, LintOutput.Lines(diagnostics)));
        });
        return command;
    }
}
