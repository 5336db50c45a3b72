using System.Text.Json;
using LoadLab.Cli.Commands;
using LoadLab.Cli.Parts;
using LoadLab.Core.Production;
using LoadLab.Stacks.Prometheus;
using LoadLab.Tests.Core.Production;
using LoadLab.Tests.Stacks.Prometheus;
using Microsoft.Extensions.Time.Testing;

namespace LoadLab.Tests.Cli.Commands;

public sealed class ProductionCommandTests : IDisposable
{
    private const string Import = "import prometheus --url http://127.0.0.1:9090/prom";
    private readonly CliHarness _cli = new();
    private readonly FakePrometheus _fake = new(asked => FakePrometheus.Matrix(
        asked,
        asked.Query.StartsWith("sum by (le)", StringComparison.Ordinal) ? [("\"le\":\"0.8\"", _ => "600"), ("\"le\":\"+Inf\"", _ => "600")] : [("", _ => asked.Query == "pool" ? "0.5" : "600")]));

    public void Dispose()
    {
        _cli.Dispose();
        _fake.Dispose();
    }

    [Fact]
    public async Task What_was_imported_is_printed_kept_and_reported()
    {
        (await RunAsync($"{Import} --month 2026-06")).Should().Be(0);

        var path = Path.Combine(_cli.Directory, "imports", "shop", "2026-06.json");
        _cli.Out.Should().Contain("up-sla  ≥ 99.9%   PASS                 100 %         100 %        100 %        100 %\n")
            .And.Contain("2026-06: 5 rows in 43,200 slices of 1m; 2 rows that production does not measure.\n").And.EndWith($"Kept in {path}\n");
        _cli.Error.Should().Contain("Query 1 of 6 (up-sla, up): 0 %\n");
        File.Exists(path).Should().BeTrue();

        _cli.Clear();
        (await RunAsync("report slo --month 2026-06")).Should().Be(0);
        _cli.Out.Should().StartWith("# Monthly SLO report: June 2026\n").And.Contain("From Prometheus at http://127.0.0.1:9090/prom/");
    }

    [Theory]
    [InlineData("--week 2026-W23", "2026-W23", "# Weekly SLO report: 2026-W23\n")]
    [InlineData("--day 2026-06-03", "2026-06-03", "# Daily SLO report: 2026-06-03\n")]
    [InlineData("--from 2026-06-03 --to 2026-06-03T12:00Z", "20260603T0000Z-20260603T1200Z", "# Periodic SLO report: 20260603T0000Z-20260603T1200Z\n")]
    public async Task Weeks_days_and_ranges_have_the_same_shape(string period, string name, string title)
    {
        (await RunAsync($"{Import} {period} --json")).Should().Be(0);
        using var imported = JsonDocument.Parse(_cli.Out);
        imported.RootElement.GetProperty("period").GetString().Should().Be(name);

        _cli.Clear();
        (await RunAsync($"report slo {period}")).Should().Be(0);
        _cli.Out.Should().StartWith(title);
    }

    [Fact]
    public async Task A_token_comes_from_the_environment_and_is_nowhere()
    {
        (await RunAsync($"{Import} --day 2026-06-03 --token-env TOKEN")).Should().Be(0);

        _fake.Requests.Should().OnlyContain(asked => asked.Authorization == "Bearer swordfish" && asked.Path == "/prom/api/v1/query_range");
        (File.ReadAllText(Directory.GetFiles(_cli.Directory, "*.json", SearchOption.AllDirectories).Single()) + _cli.Out + _cli.Error).Should().NotContain("swordfish");
    }

    [Theory]
    [InlineData(Import, "error: There is no period.\n")]
    [InlineData(Import + " --month 2026-06 --day 2026-06-03", "error: There is more than one period.\n")]
    [InlineData(Import + " --from 2026-06-01", "error: --from and --to need each other.\n")]
    [InlineData(Import + " --month 2026-13", "error: --month '2026-13' is not a month such as 2026-10.\n")]
    [InlineData(Import + " --week 2025-W53", "error: --week '2025-W53' is not a week of that year such as 2026-W41.\n")]
    [InlineData(Import + " --from 2026-06-01T00:00 --to 2026-06-02", "error: --from '2026-06-01T00:00' is not a moment with its offset from UTC such as *\n")]
    [InlineData(Import + " --day 2026-06-03 --token-env NONE", "error: --token-env NONE: there is no such variable in the environment, or it is empty.\n")]
    [InlineData(Import + " --day 2026-06-03 --timeout soon", "error: --timeout 'soon' is not a duration such as *\n")]
    [InlineData(Import + " --day 2026-06-03 --maintenance nowhere.yaml", "error: nowhere.yaml: cannot be read: *\n")]
    [InlineData("import prometheus --url 127.0.0.1:9090 --day 2026-06-03", "error: --url '127.0.0.1:9090' is not an address.*\n")]
    [InlineData("import", "error: 'import' needs a command. There are: prometheus, k6.\n*")]
    [InlineData("report slo", "error: There is no period.\n")]
    [InlineData("report slo --month 2026-06 --format pdf", "error: *'pdf'*\n*")]
    [InlineData("report slo --month 2026-06 --file /nowhere/at/all.md", "error: The report cannot be written to '/nowhere/at/all.md': *\n")]
    public async Task A_wrong_command_line_is_told(string line, string expected)
    {
        (await RunAsync(line)).Should().Be(104);

        _cli.Error.Should().Match(expected + "*");
        _cli.Out.Should().BeEmpty();
    }

    [Fact]
    public async Task A_report_goes_to_a_file_in_either_format()
    {
        var file = Path.Combine(_cli.Directory, "report.json");

        (await RunAsync($"report slo --month 2026-06 --format json --file {file}")).Should().Be(0);
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        document.RootElement.GetProperty("until").ValueKind.Should().Be(JsonValueKind.Null);
        (_cli.Out, _cli.Error).Should().Be(("", $"Report  {file}\n"));

        _cli.Clear();
        (await RunAsync($"report slo --month 2026-06 --file {file} --json")).Should().Be(0);
        File.ReadAllText(file).Should().StartWith("# Monthly SLO report: June 2026\n");
        using var printed = JsonDocument.Parse(_cli.Out);
        printed.RootElement.GetProperty("period").GetString().Should().Be("2026-06");
    }

    [Fact]
    public async Task A_month_that_is_not_over_is_partial()
    {
        (await RunAsync($"{Import} --month 2026-07")).Should().Be(0);

        _cli.Out.Should().Contain("Partial: the data end at 2026-07-02T12:00Z.");
    }

    [Theory]
    [InlineData("report --help", "Usage:\n  loadlab report <run> [options]\n  loadlab report [command] [options]\n")]
    [InlineData("report slo --help", "Usage:\n  loadlab report slo [options]\n\nOptions:\n")]
    public async Task Help_names_the_run_only_where_it_belongs(string line, string expected)
    {
        (await RunAsync(line)).Should().Be(0);

        _cli.Out.Should().Contain(expected);
    }

    private Task<int> RunAsync(string line)
    {
        var catalogues = new FakeCatalogues(_ => Sample.Catalogue);
        return _cli.RunAsync(
            line,
            ImportCommand.Create(_cli.Console, _cli.Folders, catalogues, _cli.Stored, _cli.Output, new FakeImporting(_fake)),
            ReportCommand.Create(_cli.Console, _cli.Folders, _cli.Stored, _cli.Output, catalogues, _cli.Formats.Compliance));
    }

    private sealed class FakeImporting(FakePrometheus fake) : IImporting
    {
        public TimeProvider Time { get; } = new FakeTimeProvider(AttainmentPeriod.Month("2026-07")!.From.AddHours(36));

        public string? Variable(string name) => name == "TOKEN" ? "swordfish" : null;

        public PrometheusClient CreateClient(PrometheusAddress address, TimeSpan timeout) => new(address, timeout, TimeProvider.System, fake);

        public Interrupts Listen() => new(TextWriter.Null, () => { }, _ => { });
    }
}
