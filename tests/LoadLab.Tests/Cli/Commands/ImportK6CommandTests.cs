using System.Text.Json;
using LoadLab.Cli.Commands;
using LoadLab.Cli.Parts;
using LoadLab.Core;
using LoadLab.Stacks.Prometheus;
using LoadLab.Tests.K6.Results;

namespace LoadLab.Tests.Cli.Commands;

public sealed class ImportK6CommandTests : IDisposable
{
    private readonly CliHarness _cli = new();

    private static string Sample => Path.Combine(AppContext.BaseDirectory, "K6", "Results", "Samples", "out.json.gz");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_file_becomes_a_run_in_the_store()
    {
        (await RunAsync($"import k6 {Sample} --suite browse --label build=7")).Should().Be(0);

        var run = _cli.Store.Read(_cli.Store.List().Single());
        (run.Record.Plan.Suite, run.Record.Plan.Labels["build"], run.Record.Driver!.Source).Should().Be(("browse", "7", Sample));
        run.Record.Plan.Invocation!.Arguments.Should().Equal("import", "k6", Sample, "--suite", "browse");
        _cli.Out.Should().Contain("k6, NDJSON: 631 requests, 90 failed, checks 841 of 901, 601 iterations\n").And.Contain("  failed  status is 200: 240 of 300\n");
    }

    [Fact]
    public async Task The_document_says_which_driver_it_was_and_has_no_response_time()
    {
        (await RunAsync($"import k6 {Sample} --json")).Should().Be(0);

        using var document = JsonDocument.Parse(_cli.Out);
        document.RootElement.GetProperty("suite").GetString().Should().Be("out");
        document.RootElement.GetProperty("driver").GetProperty("name").GetString().Should().Be("k6");
        var step = document.RootElement.GetProperty("phases")[0].GetProperty("steps")[0];
        step.GetProperty("responseTimeMs").GetProperty("p95").ValueKind.Should().Be(JsonValueKind.Null);
        step.GetProperty("serviceTimeMs").GetProperty("p95").GetDouble().Should().BeGreaterThan(0);
    }

    [Theory]
    [InlineData("no-such-file.json", "cannot be read")]
    [InlineData(".", "cannot be read")]
    public async Task A_file_that_cannot_be_read_is_told(string file, string expected)
    {
        (await RunAsync($"import k6 {file}")).Should().Be((int)ExitCode.BadConfiguration);

        _cli.Error.Should().Contain(expected);
        _cli.Store.List().Should().BeEmpty();
    }

    [Fact]
    public async Task An_interrupted_import_keeps_nothing_and_says_so()
    {
        (await RunAsync($"import k6 {Sample}", isStopped: true)).Should().Be((int)ExitCode.Interrupted);

        _cli.Error.Should().Contain("Interrupted: nothing of this import was kept.");
        Directory.EnumerateFileSystemEntries(_cli.Directory).Should().BeEmpty();
    }

    [Fact]
    public async Task Help_has_an_example()
    {
        (await RunAsync("import k6 --help")).Should().Be(0);

        _cli.Out.Should().Contain("k6 run --out json=- script.js | loadlab import k6 - --suite browse");
    }

    private Task<int> RunAsync(string line, bool isStopped = false) =>
        _cli.RunAsync(line, ImportCommand.Create(_cli.Console, _cli.Folders, new FakeCatalogues(_ => throw new InvalidOperationException()), _cli.Stored, _cli.Output, new Importing(isStopped)));

    private sealed class Importing(bool isStopped) : IImporting
    {
        public TimeProvider Time => TimeProvider.System;

        public string? Variable(string name) => null;

        public PrometheusClient CreateClient(PrometheusAddress address, TimeSpan timeout) => throw new InvalidOperationException();

        public Interrupts Listen()
        {
            var interrupts = new Interrupts(TextWriter.Null, () => { }, _ => { });
            if (isStopped)
            {
                interrupts.OnSignal();
            }

            return interrupts;
        }
    }
}
