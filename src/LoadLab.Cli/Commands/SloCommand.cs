using System.CommandLine;
using LoadLab.Cli.Documents;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Terminal;
using LoadLab.Core;
using LoadLab.Core.Lint;
using LoadLab.Core.Measurement;
using LoadLab.Monitoring;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab slo list</c>, <c>loadlab slo show ID</c>, <c>loadlab slo lint</c>, <c>loadlab slo measures</c>, <c>loadlab slo status</c>, <c>loadlab slo export</c> and <c>loadlab slo import</c>.</summary>
internal static class SloCommand
{
    public static Command Create(CliConsole console, RunFolders folders, ICatalogues catalogues, IReadOnlyList<IExport> exports, TimeProvider time)
    {
        var command = new Command("slo", "List the SLO catalogue, show one entry, check it for contradictions, list the measures that it can ask for, show where the error budgets stand, export it to what production runs on, or import one.")
        {
            List(console, catalogues), Show(console, catalogues), Lint(console, catalogues), Measures(console, catalogues), SloStatusCommand.Create(console, folders, catalogues, time), SloExportCommand.Create(console, catalogues, exports), SloImportCommand.Create(console),
        };
        HelpExamples.Install(command, ["loadlab slo list", "loadlab slo show api-response-p95", "loadlab slo lint", "loadlab slo measures", "loadlab slo status", "loadlab slo export prometheus -o rules", "loadlab slo import openslo slos.yaml -o my-slos.yaml"]);
        return command;
    }

    private static Command List(CliConsole console, ICatalogues catalogues)
    {
        var json = CommonOptions.Json("the catalogue");
        var file = CommonOptions.Catalogue();
        var command = new Command("list", "One line for each entry: what must hold, and whether a run decides it.") { json, file };
        HelpExamples.Install(command, ["loadlab slo list", "loadlab slo list --json | jq -r '.entries[] | select(.inRun == \"not measured\") | .id'"]);
        command.SetAction(parsed =>
        {
            var catalogue = catalogues.Load(parsed.GetValue(file));
            console.Out.WriteLine(parsed.GetValue(json) ? JsonText.Of(SloListDocument.Of(catalogue), JsonText.Context.SloListDocument) : string.Join(Environment.NewLine, SloText.List(catalogue)));
        });
        return command;
    }

    private static Command Show(CliConsole console, ICatalogues catalogues)
    {
        var id = new Argument<string>("id") { Description = "The id of an entry, as 'slo list' prints it." };
        var json = CommonOptions.Json("the entry");
        var file = CommonOptions.Catalogue();
        var command = new Command("show", "All about one entry: the document's words, what is measured, what belongs to it.") { id, json, file };
        UsageFaults.RefuseOptions(id, command);
        HelpExamples.Install(command, ["loadlab slo show api-response-p95", "loadlab slo show alert-latency-p95 --json"]);
        command.SetAction(parsed =>
        {
            var catalogue = catalogues.Load(parsed.GetValue(file));
            var entry = catalogue.Find(parsed.GetRequiredValue(id));
            console.Out.WriteLine(parsed.GetValue(json) ? JsonText.Of(new SloEntryDocument(SloEntryPart.Of(entry)), JsonText.Context.SloEntryDocument) : string.Join(Environment.NewLine, SloText.Show(catalogue, entry)));
        });
        return command;
    }

    private static Command Lint(CliConsole console, ICatalogues catalogues)
    {
        var json = CommonOptions.Json("the diagnostics");
        var file = CommonOptions.Catalogue();
        var suite = new Option<string?>("--suite")
        {
            Description = "A suite, by name or path: its catalogue is looked at unless --catalogue names one, and the names in its metrics: are known.",
            HelpName = "SUITE",
        };
        var command = new Command("lint", "Check the catalogue for contradictions, with the arithmetic of each. Exit code 0 unless it cannot be read or has an error (104).") { json, file, suite };
        HelpExamples.Install(command,
        [
            "loadlab slo lint",
            "loadlab slo lint --catalogue my-slos.yaml",
            "loadlab slo lint --suite my-suite.yaml",
            "loadlab slo lint --json | jq '.diagnostics[] | select(.severity == \"warning\")'",
        ]);
        command.SetAction(parsed =>
        {
            var from = parsed.GetValue(suite) is { } name ? catalogues.Suite(name) : null;
            var catalogue = from is not null && parsed.GetValue(file) is null ? from.Catalogue() : catalogues.Load(parsed.GetValue(file));
            var diagnostics = CatalogueLint.Run(catalogue, from is null ? null : new KnownMeasures(from.Metrics));
            console.Out.WriteLine(parsed.GetValue(json) ? JsonText.Of(LintDocument.Of(diagnostics), JsonText.Context.LintDocument) : string.Join(Environment.NewLine, LintOutput.Lines(diagnostics)));
            return (int)(diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? ExitCode.BadConfiguration : ExitCode.Ok);
        });
        return command;
    }

    private static Command Measures(CliConsole console, ICatalogues catalogues)
    {
        var json = CommonOptions.Json("the measures");
        var suite = new Option<string?>("--suite") { Description = "Also list the names in the metrics: of a suite, given by name or path.", HelpName = "SUITE" };
        var command = new Command("measures", "List the measures that a catalogue's indicators can name: unit, meaning, and which stack has them.") { json, suite };
        HelpExamples.Install(command,
        [
            "loadlab slo measures",
            "loadlab slo measures --suite my-suite.yaml",
            "loadlab slo measures --json | jq -r '.measures[] | select(.kind == \"times\") | .name'",
        ]);
        command.SetAction(parsed =>
        {
            var metrics = parsed.GetValue(suite) is { } name ? catalogues.Suite(name).Metrics : new Dictionary<string, string>();
            console.Out.WriteLine(parsed.GetValue(json) ? MeasuresText.Json(metrics) : string.Join(Environment.NewLine, MeasuresText.Lines(metrics)));
        });
        return command;
    }
}
