using LoadLab.Cli;
using LoadLab.Cli.Commands;
using LoadLab.Core.Catalogue;
using LoadLab.Tests.Monitoring;

namespace LoadLab.Tests.Cli.Commands;

public sealed class SloExportCommandTests : IDisposable
{
    private readonly CliHarness _cli = new();
    private string? _asked;

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Files_are_written_and_then_do_not_differ()
    {
        var directory = Path.Combine(_cli.Directory, "made", "here");

        (await RunAsync($"slo export grafana shop.yaml -o {directory}")).Should().Be(0);
        _asked.Should().Be("shop.yaml");
        _cli.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().OnlyContain(path => File.Exists(path));

        _cli.Clear();
        (await RunAsync($"slo export grafana -o {directory} --check")).Should().Be(0);
        _asked.Should().BeNull();
        _cli.Out.Should().Match($"{directory}: * files are what the catalogue gives.\n");
    }

    [Fact]
    public async Task A_difference_ends_with_104_and_writes_nothing()
    {
        var directory = Path.Combine(_cli.Directory, "nothing");

        (await RunAsync($"slo export prometheus -o {directory} --check")).Should().Be(104);

        _cli.Error.Should().Contain("-recording.yml: is missing.").And.Contain("-alerts.yml: is missing.").And.Contain("loadlab slo export prometheus");
        Directory.Exists(directory).Should().BeFalse();
    }

    [Theory]
    [InlineData("slo export", "error: 'export' needs a command. There are: prometheus, alertmanager, grafana*")]
    [InlineData("slo export nagios -o x", "error: Unknown command 'nagios'.*")]
    [InlineData("slo export prometheus", "error: *--output*")]
    [InlineData("slo export prometheus -o /proc/none/x", "error: The export cannot be written to '/proc/none/x': *")]
    [InlineData("slo export prometheus -o x --dashboards grafana", "error: --dashboards 'grafana' is not an address. *")]
    public async Task A_wrong_command_line_is_told(string line, string expected)
    {
        (await RunAsync(line)).Should().Be(104);

        _cli.Error.Should().Match(expected);
        _cli.Out.Should().BeEmpty();
    }

    [Fact]
    public async Task A_catalogue_without_anything_that_production_measures_is_an_error_that_says_so()
    {
        (await RunAsync("slo export prometheus -o x", """
            version: 1
            catalogue: empty
            services: {api: {steps: ["*"]}}
            slos: [{id: up, source: "1/1", kind: availability, tier: slo, service: api, objective: {gte: 99%}}]
            """)).Should().Be(104);

        _cli.Error.Should().StartWith("error: Catalogue 'empty' has no row that production measures: up has no production:.\n");
    }

    private Task<int> RunAsync(string line, string? text = null) => _cli.RunAsync(line, SloCommand.Create(_cli.Console, _cli.Folders, new FakeCatalogues(name =>
    {
        _asked = name;
        return text is null ? OddCatalogue.Read() : SloCatalogue.Parse(text, "x.yaml");
    }), SloExports.All, TimeProvider.System));
}
