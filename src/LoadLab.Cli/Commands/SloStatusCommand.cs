using System.CommandLine;
using LoadLab.Cli.Documents;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Terminal;
using LoadLab.Core.Production;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab slo status</c>: where each error budget stands, and when it will be spent.</summary>
internal static class SloStatusCommand
{
    public static Command Create(CliConsole console, RunFolders folders, ICatalogues catalogues, TimeProvider time)
    {
        var json = CommonOptions.Json("the budgets");
        var file = CommonOptions.Catalogue();
        var output = CommonOptions.Out();
        var command = new Command("status", "Say where each error budget of production stands, by the newest imports, and when it will be spent at this burn rate.") { json, file, output };
        HelpExamples.Install(
            command,
            "It reads what 'loadlab import prometheus' has stored and asks nobody. Exit code 0 whatever the budgets are: gates decide, 'loadlab run --change' with error-budget-left.",
            ["loadlab slo status", "loadlab slo status --json | jq -r '.budgets[] | select(.state == \"burning\" or .state == \"spent\") | .id'"]);
        command.SetAction(parsed =>
        {
            var catalogue = catalogues.Load(parsed.GetValue(file));
            var imports = new ImportStore(folders.Choose(parsed.GetValue(output))).List(catalogue.Name);
            var budgets = BudgetStatuses.Of(imports, catalogue);
            console.Out.WriteLine(parsed.GetValue(json)
                ? JsonText.Of(SloStatusDocument.Of(catalogue.Name, budgets), JsonText.Context.SloStatusDocument)
                : string.Join(Environment.NewLine, SloStatusText.Lines(catalogue.Name, budgets, time.GetUtcNow())));
        });
        return command;
    }
}
