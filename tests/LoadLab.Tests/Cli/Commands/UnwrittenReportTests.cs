using LoadLab.Cli.Commands;
using LoadLab.Core.Files;
using LoadLab.Core.Store;
using LoadLab.Tests.Core.Evaluation.Slos;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli.Commands;

/// <summary>What a reader gets of a run whose folder cannot be written.</summary>
public sealed class UnwrittenReportTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Report_shows_the_figures_of_a_run_whose_folder_cannot_be_written_and_ends_with_104()
    {
        _cli.Store.Keep(StoredSample.Record, StoredSample.Evaluation);
        _cli.Reports.Fault = new FileNotWrittenException("/mnt/report.html", new IOException("Read-only file system", 30));

        (await RunAsync($"report latest --out {_cli.Directory}")).Should().Be(104);

        _cli.Out.Should().Contain("verdicts of smoke");
        _cli.Error.Should().StartWith("error: the report of run '20261123T083000Z-smoke-4f2a' could not be written: '/mnt/report.html' cannot be written: the file system is read-only");
    }

    [Fact]
    public async Task An_edited_run_has_no_report_and_no_figure()
    {
        _cli.Store.Keep(StoredSample.Record, StoredSample.Evaluation);
        var path = Path.Combine(_cli.Directory, StoredSample.Record.RunId, "run.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("NO-GO", "GO", StringComparison.Ordinal));

        (await RunAsync($"report latest --out {_cli.Directory}")).Should().Be(104);

        _cli.Out.Should().BeEmpty();
        _cli.Error.Should().Contain("is not as LoadLab wrote it: the document was edited");
    }

    [Fact]
    public async Task A_run_of_an_older_version_says_that_nothing_proves_it()
    {
        _cli.Store.Keep(StoredSample.Record, StoredSample.Evaluation);
        var path = Path.Combine(_cli.Directory, StoredSample.Record.RunId, "run.json");
        File.WriteAllBytes(path, DocumentSeal.Open(File.ReadAllBytes(path)));

        (await RunAsync($"report latest --out {_cli.Directory}")).Should().Be(0, _cli.Error);

        _cli.Error.Should().Contain("note: run '20261123T083000Z-smoke-4f2a' is not sealed, for an older LoadLab wrote it");
    }

    private Task<int> RunAsync(string line) =>
        _cli.RunAsync(line, ReportCommand.Create(_cli.Console, _cli.Folders, _cli.Stored, _cli.Output, new FakeCatalogues(_ => RecordBuilder.Catalogue), _cli.Formats.Compliance));
}
