using LoadLab.Cli;
using System.Text.Json;
using LoadLab.Cli.Commands;
using LoadLab.Core.Catalogue;
using LoadLab.Tests.Core.Catalogue;

namespace LoadLab.Tests.Cli.Commands;

public sealed class SloCommandTests : IDisposable
{
    private readonly CliHarness _cli = new();
    private string? _asked = "nothing";

    /// <summary>Entries of the catalogue, by its text.</summary>
    private static int Entries { get; } = LmsText.Text.Split('\n').Count(line => line.StartsWith("  - id: ", StringComparison.Ordinal));

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task List_has_a_line_for_each_entry_and_counts_them()
    {
        (await RunAsync("slo list")).Should().Be(0);

        var lines = _cli.Out.TrimEnd().Split('\n');
        lines.Should().Contain("SOURCE              ID                           KIND           TIER  IN A RUN      MUST BE");
        lines.Should().Contain("3.2/1               api-response-p95             response-time  slo   required      < 600ms");
        lines.Should().Contain("2.2/5/p95           email-p95-sla                response-time  sla   shown         < 30s");
        lines.Should().Contain("5.1/2               alert-latency-p95            alert                              warning unless < 1s, critical unless < 2s");
        var slos = SloCatalogue.Parse(LmsText.Text, LmsText.File).Slos;
        var required = slos.Count(slo => slo.Required);
        lines[^1].Should().Be($"{slos.Count} SLOs: {required} required, {slos.Count - required} shown, 0 not measured. {Entries - slos.Count} other statements of the document.");
        lines.Count(line => line.Length > 0).Should().Be(Entries + 2, "each has its line, and the heading and the count are two");
        _asked.Should().BeNull();
    }

    [Fact]
    public async Task List_with_json_is_one_document()
    {
        (await RunAsync("slo list --json --catalogue other.yaml")).Should().Be(0);

        using var document = JsonDocument.Parse(_cli.Out);
        var entries = document.RootElement.GetProperty("entries").EnumerateArray().ToList();
        entries.Should().HaveCount(Entries);
        var row = entries.Single(entry => entry.GetProperty("id").GetString() == "upload-throughput");
        row.GetProperty("objective").GetProperty("limit").GetDouble().Should().Be(5e6);
        row.GetProperty("objective").GetProperty("unit").GetString().Should().Be("bytes/s");
        row.GetProperty("inRun").GetString().Should().Be("shown");
        var mail = entries.Single(entry => entry.GetProperty("id").GetString() == "email-p95-sla");
        mail.GetProperty("inRun").GetString().Should().Be("shown");
        row.GetProperty("columns").GetProperty("tool").GetString().Should().Be("Application metrics");
        _asked.Should().Be("other.yaml");
    }

    [Fact]
    public async Task Show_says_all_about_an_entry()
    {
        (await RunAsync("slo show db-pool")).Should().Be(0);

        var text = _cli.Out;
        text.Should().StartWith(
            """
            db-pool: Database connections in use

            kind         saturation, SLO
            must be      < 80%
            document     3.3/3: < 80% of pool
                         status: TBD
                         tool: PostgreSQL metrics
            figure       db.pool.used of db.pool.max, max of means over 10s
            window       none: each phase of a run by itself
            in a run     required: a launch depends on it
            held under   capacity-users; capacity-rps
            alerts       alert-connection-pool (warning unless < 70%, critical unless < 90%)
            stands at    lms.yaml:
            """.ReplaceLineEndings("\n"));
        text.Should().EndWith(
            """

            note unspecified: '< 80% of pool' names no length of time. The catalogue takes means over 10s.
            note unspecified: '< 80% of pool' does not say what the pool is. The catalogue takes db.pool.max.

            """.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("alert-latency-p99", "notifies     On-call engineer, then Engineering lead\n")]
    [InlineData("files-availability-sla", "figure       share of requests that succeeded, service files (steps upload)\n")]
    [InlineData("background-availability-sla", "figure       share of jobs.submitted that became jobs.completed within 1m\n")]
    [InlineData("db-errors-high", "figure       db.queries.failed of db.query_time.count\n")]
    [InlineData("db-availability", "figure       share of the samples of db.up that are 1\n")]
    [InlineData("api-response-p95", "same figure  api-response-p95-sla (< 800ms)\n")]
    [InlineData("capacity-rps", "figure       the load, held for 1m, per instance\n")]
    [InlineData("backup-success", "figure       backup.good of backup.total\n")]
    public async Task Show_says_what_the_kind_of_entry_has(string id, string expected)
    {
        (await RunAsync($"slo show {id}")).Should().Be(0);

        _cli.Out.Should().Contain(expected);
    }

    [Fact]
    public async Task Show_with_json_is_the_entry()
    {
        (await RunAsync("slo show alert-connection-pool --json")).Should().Be(0);

        using var document = JsonDocument.Parse(_cli.Out);
        document.RootElement.GetProperty("warning").GetProperty("limit").GetDouble().Should().Be(0.7);
        document.RootElement.GetProperty("watches").EnumerateArray().Select(id => id.GetString()).Should().Equal("db-pool");
        document.RootElement.GetProperty("notify").EnumerateArray().Select(who => who.GetString()).Should().Equal("On-call engineer");
    }

    [Fact]
    public async Task Show_of_an_unknown_entry_finds_the_nearest()
    {
        (await RunAsync("slo show api-errrors")).Should().Be(104);

        _cli.Error.Should().Be("error: Catalogue 'lms' has no entry 'api-errrors'. Did you mean 'api-errors'?\n  All ids: loadlab slo list\n");
        _cli.Out.Should().BeEmpty();
    }

    [Fact]
    public async Task Lint_ends_with_0_and_counts_what_it_said()
    {
        (await RunAsync("slo lint")).Should().Be(0);

        var lines = _cli.Out.TrimEnd().Split('\n');
        lines[0].Should().MatchRegex("^lms\\.yaml:[0-9]+:5: warning uptime: api-availability-sla \\(2\\.1/1/availability\\): 99\\.9 % of 8,760 h is 8,751\\.24 h; the document says 876 h");
        var warnings = lines.Count(line => line.Contains(": warning ", StringComparison.Ordinal));
        lines[^1].Should().Be($"{warnings} warnings, {lines.Length - 1 - warnings} notes.");
    }

    [Fact]
    public async Task Lint_with_json_is_one_document()
    {
        (await RunAsync("slo lint --json")).Should().Be(0);

        using var document = JsonDocument.Parse(_cli.Out);
        var first = document.RootElement.GetProperty("diagnostics")[0];
        (first.GetProperty("rule").GetString(), first.GetProperty("severity").GetString(), first.GetProperty("id").GetString())
            .Should().Be(("uptime", "warning", "api-availability-sla"));
    }

    [Fact]
    public async Task Lint_of_a_catalogue_that_cannot_be_read_is_104_with_every_fault()
    {
        var broken = LmsText.Text.Replace("version: 1\n", "version: 7\n", StringComparison.Ordinal).Replace("{lt: 600ms}", "{lt: 600}", StringComparison.Ordinal);

        (await RunAsync("slo lint", broken)).Should().Be(104);

        _cli.Error.Should().Contain("version: '7' is not a format").And.Contain("'600' is not a limit with its unit.");
        _cli.Out.Should().BeEmpty();
    }

    [Fact]
    public async Task Lint_of_a_row_on_a_measure_that_does_not_exist_is_104_and_a_suite_can_name_it()
    {
        var broken = LmsText.Text.Replace("measure: db.pool.used,", "measure: db.pol.used,", StringComparison.Ordinal);

        (await RunAsync("slo lint", broken)).Should().Be(104);
        var lines = _cli.Out.TrimEnd().Split('\n');
        lines[0].Should().MatchRegex("^lms\\.yaml:[0-9]+:5: error measure: db-pool \\(.*\\): indicator\\.measure: there is no measure 'db\\.pol\\.used'\\. Did you mean 'db\\.pool\\.used'\\?");
        lines[^1].Should().MatchRegex("^1 error, [0-9]+ warnings, [0-9]+ notes\\.$");

        (await RunAsync("slo lint --suite mine.yaml", broken)).Should().Be(0);
    }

    [Fact]
    public async Task Measures_lists_each_with_its_unit_its_meaning_and_which_stack_has_it()
    {
        (await RunAsync("slo measures")).Should().Be(0);

        var text = _cli.Out;
        text.Should().Contain("Stacks: processes, containers; external with --external-redis\n  redis.up ")
            .And.MatchRegex("\n  redis\\.memory\\.used +bytes +value +used_memory; lower is better\n").And.MatchRegex("\n  cpu\\.ROLE +cores +value +CPU of ROLE");
    }

    [Fact]
    public async Task Measures_with_json_has_every_measure_and_those_of_a_suite()
    {
        (await RunAsync("slo measures --json --suite mine.yaml")).Should().Be(0);

        using var document = JsonDocument.Parse(_cli.Out);
        var measures = document.RootElement.GetProperty("measures").EnumerateArray().ToDictionary(measure => measure.GetProperty("name").GetString()!);
        var queue = measures["queue.length"];
        (queue.GetProperty("unit").GetString(), queue.GetProperty("aggregation").GetString(), queue.GetProperty("better").GetString(), queue.GetProperty("absent").GetString())
            .Should().Be(("items", "max", "lower", "the queue could not be read, or there is no such list"));
        measures["db.pol.used"].GetProperty("stacks").GetString().Should().Be("every stack whose target exports it: the suite's metrics names it");
        measures["cpu.ROLE"].GetProperty("isFamily").GetBoolean().Should().BeTrue();
    }

    private Task<int> RunAsync(string line, string? text = null) => _cli.RunAsync(line, SloCommand.Create(_cli.Console, _cli.Folders, new FakeCatalogues(
        name =>
        {
            _asked = name;
            return SloCatalogue.Parse(text ?? LmsText.Text, LmsText.File);
        },
        new Dictionary<string, string> { ["db.pol.used"] = "app_pool_used" }), SloExports.All, TimeProvider.System));
}
