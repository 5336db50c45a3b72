using System.CommandLine;
using System.CommandLine.Parsing;
using LoadLab.Cli.Parts;
using LoadLab.Core.Running;

namespace LoadLab.Cli.Options;

/// <summary>An option <c>--NAME FILE</c> for each report that a command can write.</summary>
internal sealed class ReportFileOptions<TSubject>(IReadOnlyList<IReport<TSubject>> reports)
{
    private readonly IReadOnlyList<(IReport<TSubject> Report, Option<string?> Option)> _options =
        [.. reports.Select(report => (report, new Option<string?>("--" + report.Name) { Description = report.Summary, HelpName = "FILE" }))];

    /// <summary>The options.</summary>
    public Option[] All => [.. _options.Select(one => one.Option)];

    /// <summary>Those that can be told from a command line with faults.</summary>
    public IReadOnlyList<ReportFile<TSubject>> Asked(ParseResult parsed) =>
    [
        .. _options.Where(one => parsed.GetResult(one.Option) is { Errors: var errors, Tokens.Count: 1 } && !errors.Any())
            .Select(one => new ReportFile<TSubject>(one.Report, parsed.GetResult(one.Option)!.Tokens[0].Value)),
    ];

    /// <summary>The reports that were asked for.</summary>
    public IReadOnlyList<ReportFile<TSubject>> Read(ParseResult parsed) =>
    [
        .. _options.Select(one => (one.Report, Path: parsed.GetValue(one.Option))).Where(one => one.Path is not null)
            .Select(one => new ReportFile<TSubject>(one.Report, one.Path!)),
    ];
}
