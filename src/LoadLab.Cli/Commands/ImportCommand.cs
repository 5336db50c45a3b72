using System.CommandLine;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Stored;
using LoadLab.Cli.Terminal;
using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Production;
using LoadLab.Core.Yaml;
using LoadLab.Stacks.Prometheus;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab import prometheus</c>: what production reached in a period, from a Prometheus.</summary>
internal static class ImportCommand
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    private const string More = """
        It asks for every row of the catalogue that has production queries, in slices of the length that the catalogue gives (attainment.slice),
        and keeps the answers in imports/CATALOGUE/PERIOD.json beside the runs, in place of those of an earlier import of the period.
        Time without data never counts as good. Exit code 0 when it was imported, whatever was reached: 'loadlab report slo' says that.
        """;

    public static Command Create(CliConsole console, RunFolders folders, ICatalogues catalogues, StoredRuns stored, RunOutput reports, IImporting importing)
    {
        var command = new Command("import", "Import what production reached, or what k6 measured.")
        {
            Prometheus(console, folders, catalogues, importing), ImportK6Command.Create(console, stored, reports, importing),
        };
        HelpExamples.Install(command, ["loadlab import prometheus --url http://127.0.0.1:9090 --month 2026-10", "loadlab import k6 results.json.gz --suite browse"]);
        return command;
    }

    private static Command Prometheus(CliConsole console, RunFolders folders, ICatalogues catalogues, IImporting importing)
    {
        var url = new Option<string>("--url") { Description = "Address of the Prometheus, with its path prefix when it has one.", HelpName = "URL", Required = true };
        var period = new PeriodOptions();
        var file = CommonOptions.Catalogue();
        var maintenance = new Option<string?>("--maintenance") { Description = "A YAML file with more maintenance: [{from, to, reason}], beside the catalogue's.", HelpName = "FILE" };
        var token = new Option<string?>("--token-env") { Description = "Variable of the environment that holds a bearer token. The token is never stored.", HelpName = "NAME" };
        var timeout = new Option<TimeSpan?>("--timeout")
        {
            Description = "Longest time for one answer. Default: 60s",
            HelpName = "TIME",
            CustomParser = result =>
            {
                if (DurationValue.TryParse(result.Tokens[0].Value, out var length) && length > TimeSpan.Zero)
                {
                    return length;
                }

                result.AddError($"--timeout '{result.Tokens[0].Value}' is not {DurationValue.Allowed}.");
                return null;
            },
        };
        var json = CommonOptions.Json("what was imported");
        var output = CommonOptions.Out();
        var command = new Command("prometheus", "Ask a Prometheus for a period.") { url };
        period.AddTo(command);
        foreach (var option in new Option[] { file, maintenance, token, timeout, json, output })
        {
            command.Options.Add(option);
        }

        HelpExamples.Install(
            command,
            More,
        [
            "loadlab import prometheus --url http://127.0.0.1:9090 --month 2026-10",
            "loadlab import prometheus --url https://monitoring.example/prometheus --week 2026-W41 --token-env PROM_TOKEN",
            "loadlab import prometheus --url http://127.0.0.1:9090 --from 2026-10-01 --to 2026-10-15 --json | jq '.rows[] | {id, figures}'",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            var address = PrometheusAddress.Parse(parsed.GetRequiredValue(url), Token(parsed.GetValue(token), importing));
            var catalogue = catalogues.Load(parsed.GetValue(file));
            var grid = new SliceGrid(period.Read(parsed), Slice(catalogue));
            var windows = parsed.GetValue(maintenance) is { } path ? MaintenanceReader.Load(path) : [];
            using var interrupts = importing.Listen();
            interrupts.FirstWords = "Stopping the import.";
            using var client = importing.CreateClient(address, parsed.GetValue(timeout) ?? s_timeout);
            var import = await AskAsync(new ProductionImporter(client, address, importing.Time), catalogue, grid, windows, console.Error, interrupts.Stop).ConfigureAwait(false);
            var store = new ImportStore(folders.Choose(parsed.GetValue(output)));
            var stored = store.Save(import, catalogue);
            foreach (var warning in import.Warnings)
            {
                await console.Error.WriteLineAsync($"warning: Prometheus: {warning}").ConfigureAwait(false);
            }

            await console.Out.WriteLineAsync(parsed.GetValue(json) ? ImportStore.ToJson(import, catalogue) : string.Join(Environment.NewLine, ImportText.Lines(import, catalogue, stored))).ConfigureAwait(false);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static async Task<ProductionImport> AskAsync(
        ProductionImporter importer, SloCatalogue catalogue, SliceGrid grid, IReadOnlyList<MaintenanceWindow> maintenance, TextWriter log, CancellationToken stop)
    {
        try
        {
            return await importer.ImportAsync(catalogue, grid, maintenance, new Lines(log), stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException fault) when (stop.IsCancellationRequested)
        {
            throw new LoadLabException(ExitCode.Interrupted, "Interrupted: nothing of this import was kept.", inner: fault);
        }
    }

    /// <summary>The length of a slice that the catalogue gives, or a minute.</summary>
    private static TimeSpan Slice(SloCatalogue catalogue) =>
        catalogue.Document.OfType<AttainmentEntry>().Select(entry => entry.Slice).FirstOrDefault(TimeSpan.FromMinutes(1));

    private static string? Token(string? variable, IImporting importing)
    {
        if (variable is null)
        {
            return null;
        }

        var token = importing.Variable(variable)?.Trim();
        return string.IsNullOrEmpty(token)
            ? throw new LoadLabException(ExitCode.BadConfiguration, $"--token-env {variable}: there is no such variable in the environment, or it is empty.", "Name the variable, not the token itself.")
            : token.Any(char.IsControl) || token.Any(c => c > 126)
                ? throw new LoadLabException(ExitCode.BadConfiguration, $"--token-env {variable}: what the variable holds cannot be a bearer token.")
                : token;
    }
}
