using System.CommandLine;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Core;
using LoadLab.Core.Production;
using LoadLab.Core.Running;
using LoadLab.Publishing.Letters;
using LoadLab.Reporting.Json;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab report slo --quarter 2026-Q4</c>: how a period kept the SLAs and SLOs, from imports and runs.</summary>
internal static class ReportSloCommand
{
    private const string More = """
        Each row has an SLA verdict and an SLO verdict beside each other; a row inside its SLA and outside its SLO is never shown as green. What was not imported, and what
        no query measures, is NOT MEASURED with the reason. A quarter that was not imported as one is put together from its months. For a quarter, a month and a week the five
        steps of the document's review follow (7.1): trends, the incidents that burned the budgets, targets worth talking about, alerting, actions. Exit code 0 whatever the verdicts are: it is a report, not a gate.
        """;

    public static Command Create(CliConsole console, RunFolders folders, ICatalogues catalogues, IReadOnlyList<ITextReport<ComplianceReport>> formats)
    {
        var period = new PeriodOptions();
        var file = CommonOptions.Catalogue();
        var names = formats.Select(report => report.Name).ToArray();
        var format = new Option<string>("--format") { Description = $"{string.Join(" or ", names)}.", HelpName = "FORMAT", DefaultValueFactory = _ => names[0] };
        format.AcceptOnlyFromAmong(names);
        var target = new Option<string?>("--file") { Description = "Write it into this file. Default: stdout.", HelpName = "FILE" };
        var letters = new LetterOptions();
        var json = CommonOptions.Json("the report");
        var output = CommonOptions.Out();
        var command = new Command("slo", "Report how a quarter, a month, a week or a day kept the SLAs and SLOs: imported attainment, budgets, alerts, load-test runs; and what a review talks about.");
        period.AddTo(command);
        foreach (var option in (Option[])[file, format, target, .. letters.All, json, output])
        {
            command.Options.Add(option);
        }

        HelpExamples.Install(
            command,
            More,
        [
            "loadlab report slo --quarter 2026-Q4 --format html --file review.html",
            "loadlab report slo --month 2026-10",
            "loadlab report slo --week 2026-W41 --file week.md",
            "LOADLAB_SMTP=smtp://mail.example.com LOADLAB_MAIL_FROM=slo@example.com loadlab report slo --week 2026-W41 --mail-to team@example.com",
            "loadlab report slo --month 2026-10 --post-to '${SLO_WEBHOOK}' --env-file slo.env",
            "loadlab report slo --day 2026-10-03 --json | jq '.services[] | {title, status}'",
        ]);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var ways = letters.Read(parsed, console);
            var wanted = period.Read(parsed);
            await LetterWays.CheckAsync(ways, cancellationToken).ConfigureAwait(false);
            var results = folders.Choose(parsed.GetValue(output));
            var report = ComplianceBuilder.Build(ComplianceData.Read(results, catalogues.Load(parsed.GetValue(file)), wanted));
            var chosen = formats.First(one => one.Name == parsed.GetValue(format));
            if (parsed.GetValue(target) is { } path)
            {
                await WriteAsync(chosen, report, path, cancellationToken).ConfigureAwait(false);
                await console.Error.WriteLineAsync($"Report  {Path.GetFullPath(path)}").ConfigureAwait(false);
            }

            if (parsed.GetValue(json))
            {
                await console.Out.WriteAsync(new ComplianceJsonReport().Text(report)).ConfigureAwait(false);
            }
            else if (parsed.GetValue(target) is null)
            {
                await console.Out.WriteAsync(chosen.Text(report)).ConfigureAwait(false);
            }

            await SendAsync(ways, report, formats, console, cancellationToken).ConfigureAwait(false);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Sends it by each way; one that fails does not keep the others from it.</summary>
    private static async Task SendAsync(IReadOnlyList<ILetterWay> ways, ComplianceReport report, IReadOnlyList<ITextReport<ComplianceReport>> formats, CliConsole console, CancellationToken cancellationToken)
    {
        string Text(string name) => formats.First(format => format.Name == name).Text(report);
        var faults = new List<string>();
        foreach (var way in ways)
        {
            try
            {
                await way.SendAsync(new Letter($"SLO report {report.Period}: {report.Catalogue}", Text("md")) { Html = Text("html"), Json = Text("json") }, cancellationToken).ConfigureAwait(false);
                await console.Error.WriteLineAsync($"Sent    {way.Description}").ConfigureAwait(false);
            }
            catch (LoadLabException fault)
            {
                faults.AddRange(fault.Faults);
            }
        }

        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, "The report itself is whole. Send it again with the same command.");
        }
    }

    private static async Task WriteAsync(IReport<ComplianceReport> chosen, ComplianceReport report, string path, CancellationToken cancellationToken)
    {
        try
        {
            await chosen.WriteAsync(report, path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"The report cannot be written to '{path}': {Core.Files.DiskFault.Explain(fault)}.", "Give another file with --file FILE.", fault);
        }
    }
}
