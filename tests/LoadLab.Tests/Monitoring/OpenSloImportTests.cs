using System.Globalization;
using System.Text;
using LoadLab.Cli;
using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Monitoring;
using LoadLab.Monitoring.OpenSlo;

namespace LoadLab.Tests.Monitoring;

public sealed class OpenSloImportTests
{
    private const string Foreign = """
        apiVersion: openslo/v1
        kind: DataSource
        metadata: {name: prom}
        spec: {type: prometheus, connectionDetails: {url: "http://x"}}
        ---
        apiVersion: openslo/v1
        kind: SLI
        metadata: {name: ok}
        spec:
          ratioMetric:
            counter: true
            bad: {metricSource: {metricSourceRef: prom, spec: {query: 'sum(http_requests_total{code=~"5.."})'}}}
            total: {metricSource: {metricSourceRef: prom, spec: {query: http_requests_total}}}
        ---
        apiVersion: openslo/v1
        kind: SLO
        metadata: {name: web.ok, displayName: Web is there}
        spec:
          service: web
          indicatorRef: ok
          timeWindow: [{duration: 4w, isRolling: true}]
          budgetingMethod: Occurrences
          objectives: [{target: 0.99}, {targetPercent: 99.9}]
        ---
        apiVersion: openslo/v1
        kind: SLO
        metadata: {name: slices}
        spec: {service: web, indicatorRef: ok, budgetingMethod: Timeslices, objectives: [{target: 0.99, timeSliceTarget: 0.9, timeSliceWindow: 1m}]}
        ---
        apiVersion: openslo/v1
        kind: AlertPolicy
        metadata: {name: page}
        spec: {}
        """;

    [Fact]
    public void Of_others_a_row_for_each_objective_and_all_that_is_lost_is_told()
    {
        var imported = OpenSloImport.Read(Foreign, "web.yaml", "");
        var catalogue = SloCatalogue.Parse(imported.Text, "x.yaml");

        catalogue.Name.Should().Be("web");
        catalogue.Slos.Select(slo => $"{slo.Id} {slo.Title} {slo.Source} {slo.Kind} {slo.Objective.Sign} {slo.Objective.Text} {slo.Window}").Should().Equal(
            "web-ok-386f0a-1 Web is there 1/1/1 availability ≥ 99% rolling 28d".Replace("web-ok-386f0a", Slug(), StringComparison.Ordinal),
            "web-ok-386f0a-2 Web is there 1/1/2 availability ≥ 99.9% rolling 28d".Replace("web-ok-386f0a", Slug(), StringComparison.Ordinal));
        catalogue.Slos[0].Production.Should().BeEquivalentTo(new
        {
            Good = "sum($__increase(http_requests_total{code!~\"5..\"}))",
            Total = "sum($__increase(http_requests_total))",
        });
        imported.Losses.Should().Contain("SLO 'slices' is left out: it is budgeted by 'Timeslices', and the budget of a catalogue's row is one of events (Occurrences).")
            .And.Contain("1 of kind AlertPolicy: a catalogue has its own alerts: and burnRates:.")
            .And.Contain("the service 'web' is only named: nothing more is known of it.");
        imported.Losses.Should().OnlyContain(loss => imported.Text.Contains("# - " + loss));

        string Slug() => catalogue.Slos[0].Id[..^2];
    }

    /// <summary>A counter of failures comes with the first one: until then all but nothing is nothing.</summary>
    [Fact]
    public void Bad_events_that_are_no_part_of_the_counter_of_all_are_told()
    {
        var imported = OpenSloImport.Read(Foreign.Replace("sum(http_requests_total{code=~\"5..\"})", "http_errors_total", StringComparison.Ordinal), "web.yaml", "");

        SloCatalogue.Parse(imported.Text, "x.yaml").Slos[0].Production!.Good.Should().Be("(sum($__increase(http_requests_total))) - (sum($__increase(http_errors_total)))");
        imported.Losses.Should().Contain(
            "'web.ok': its good events are all but the bad ones: while these have no series, none counts as good. Where theirs comes with the first of them, write 'or vector(0)' behind it in good.");
    }

    [Theory]
    [InlineData("metricSourceRef: prom, spec: {query: http_requests_total}", "type: Datadog, spec: {query: x}", "its metric source is no Prometheus, and PromQL is what a catalogue asks in.")]
    [InlineData("query: http_requests_total", "query: 'rate(http_requests_total[5m])'", "its queries are of counters that rise for ever (counter: true), and only a selector, or sum() of one, can be counted by slices.")]
    [InlineData("  indicatorRef: ok\n  timeWindow", "  indicatorRef: nowhere\n  timeWindow", "its indicator is not there.")]
    [InlineData("ratioMetric:\n    counter: true", "thresholdMetric:\n    counter: true", "it limits a value for a share of the time, which no row of a catalogue does.")]
    [InlineData("    bad: ", "    raw: ", "it is a ratio that somebody computed before (raw): how many events it stands for is not known.")]
    public void What_cannot_be_a_row_is_left_out_with_its_reason(string from, string to, string reason)
    {
        Foreign.Should().Contain(from);

        var read = () => OpenSloImport.Read(Foreign.Replace(from, to, StringComparison.Ordinal), "web.yaml", "");

        read.Should().Throw<LoadLabException>().Which.Faults.Should().Contain($"SLO 'web.ok' is left out: {reason}").And.Contain("web.yaml: no row is left of it.");
    }

    [Theory]
    [InlineData("a: [", "web.yaml: not well-formed YAML: *")]
    [InlineData("- a", "web.yaml: document 1 is no mapping.")]
    [InlineData("apiVersion: openslo/v1alpha\nkind: SLO", "web.yaml: document 1 has apiVersion 'openslo/v1alpha'.")]
    [InlineData("apiVersion: openslo/v1\nkind: SLO", "web.yaml: document 1 lacks kind or metadata.name.")]
    public void What_is_no_OpenSLO_is_refused(string text, string expected)
    {
        var read = () => OpenSloImport.Read(text, "web.yaml", "");

        read.Should().Throw<LoadLabException>().Which.Faults.Should().ContainSingle().Which.Should().Match(expected);
        FluentActions.Invoking(() => OpenSloImport.Read(new string('[', 50_000), "web.yaml", "")).Should().Throw<LoadLabException>();
    }

    /// <summary>Five hundred catalogues of what OpenSLO can express: exported and imported they are the same.</summary>
    [Fact]
    public void Export_and_import_give_the_same_catalogue()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var text = Any(new Random(seed));
            var catalogue = SloCatalogue.Parse(text, "any.yaml");

            var imported = OpenSloImport.Read(Export(catalogue), "exported.yml", "");
            var again = SloCatalogue.Parse(imported.Text, "imported.yaml");

            again.Name.Should().Be(catalogue.Name);
            again.Services.Values.Select(service => (service.Name, service.Title)).Should().Equal(catalogue.Services.Values.Select(service => (service.Name, service.Title)));
            again.Slos.Select(Facts).Should().Equal(catalogue.Slos.Select(Facts), $"seed {seed}:\n{text}");
            Export(again).Should().Be(Export(catalogue));
        }
    }

    /// <summary>Of any catalogue what was exported once stays the same.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_exported_does_not_change_by_import_and_export(bool odd)
    {
        var catalogue = odd ? OddCatalogue.Read() : SloCatalogue.Load(Path.Combine(Home.Checkout(AppContext.BaseDirectory)!, "scenarios", "catalogue", "lms.yaml"));
        var text = Export(catalogue);

        var again = SloCatalogue.Parse(OpenSloImport.Read(text, "exported.yml", catalogue.Name).Text, "imported.yaml");

        Objects(Export(again)).Should().Be(Objects(text));

        // The head tells what is lost, and nothing is lost twice.
        static string Objects(string text) => string.Join('\n', text.Split('\n').Where(line => !line.StartsWith('#')));
    }

    [Fact]
    public void What_somebody_changed_in_the_export_counts_and_not_what_it_was()
    {
        var text = Export(SloCatalogue.Parse(Any(new Random(1), "response-time"), "any.yaml"));
        text.Should().Contain("target: 0.95").And.Contain("displayName: \"< 600ms\"");

        var stricter = SloCatalogue.Parse(OpenSloImport.Read(text.Replace("target: 0.95", "target: 0.99", StringComparison.Ordinal), "x.yml", "").Text, "x.yaml");
        var other = OpenSloImport.Read(text.Replace("< 600ms", "< 500ms", StringComparison.Ordinal), "x.yml", "");

        stricter.Slos[0].LimitedPercentile.Should().Be(99);
        SloCatalogue.Parse(other.Text, "x.yaml").Slos[0].Kind.Should().Be("availability", "its queries count what is below 600 ms");
        other.Losses.Should().Contain(loss => loss.Contains("the limit in its objective is not that of its queries", StringComparison.Ordinal));
    }

    private static string Export(SloCatalogue catalogue) => new OpenSloExport().Files(catalogue, new ExportLinks()).Should().ContainSingle().Subject.Text;

    private static string Facts(Slo slo) => string.Join(" | ", slo.Id, slo.Title, slo.Source, slo.Kind, slo.Tier, slo.Required, slo.ServiceName, slo.Objective, slo.Window, slo.Production, slo.LimitedPercentile, (slo as ResponseTimeSlo)?.Measure);

    private static string Any(Random random, string? kind = null)
    {
        var text = new StringBuilder().AppendLine("version: 1").AppendLine(CultureInfo.InvariantCulture, $"catalogue: shop-{random.Next(9)}").AppendLine("services:");
        for (var i = 0; i < 3; i++)
            text.AppendLine(CultureInfo.InvariantCulture, $"  s{i}: {{title: {Pick("s" + i, "'Läden: \"Söhne\"'", "'yes'", "'a # b'", "'0.5'")}, steps: []}}");
        text.AppendLine("slos:");
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var of = kind ?? Pick("availability", "error-ratio", "response-time");
            text.AppendLine(CultureInfo.InvariantCulture, $"  - id: row-{i}").AppendLine(CultureInfo.InvariantCulture, $"    title: {Pick("Row", "'{{x}}: \"it''s\" <b>'", "'99'", "'- x'", "null-and-void")}")
                .AppendLine(CultureInfo.InvariantCulture, $"    source: \"{Pick("1/1", "2.3/4/p95", "10.1.2/33")}\"").AppendLine(CultureInfo.InvariantCulture, $"    kind: {of}")
                .AppendLine(CultureInfo.InvariantCulture, $"    tier: {Pick("sla", "slo")}").AppendLine(CultureInfo.InvariantCulture, $"    service: s{random.Next(3)}")
                .AppendLine(CultureInfo.InvariantCulture, $"    required: {Pick("true", "false")}");
            if (random.Next(4) > 0)
                text.AppendLine(CultureInfo.InvariantCulture, $"    window: {{{Pick("rolling: 30d", "rolling: 7d", "rolling: 1d12h", "rolling: 90m", "calendar: month", "calendar: quarter", "calendar: year")}}}");
            const string selectors = "{a=\"b\\\"{{c}}\",d!~'x|y'}";
            if (of == "response-time")
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"    indicator: {{measure: {(kind is null ? Pick("http.response_time", "db.query_time") : "http.response_time")}, percentile: {(kind is null ? Pick("50", "95", "99.9", "99.95") : "95")}}}")
                    .AppendLine(CultureInfo.InvariantCulture, $"    objective: {{{(kind is null ? Pick("lt: 600ms", "lte: 0.6s", "lt: 2s", "lt: 1h30m") : "lt: 600ms")}}}")
                    .AppendLine(CultureInfo.InvariantCulture, $"    production: {{histogram: {Pick("x_bucket", "'x_bucket{job=\"a\"}'", "'x_bucket{}'", "'x_bucket{a=~\"b,}\", }'")}{Pick("", ", unit: milliseconds", ", unit: seconds")}}}");
                continue;
            }

            text.AppendLine(CultureInfo.InvariantCulture, $"    objective: {{{(of == "availability" ? Pick("gte: 99.9%", "gt: 99.90%", "gte: 50%", "gte: 99.999%") : Pick("lt: 0.1%", "lte: 1%", "lt: 0.05%"))}}}")
                .AppendLine("    production:")
                .AppendLine(CultureInfo.InvariantCulture, $"      good: {Quoted(Pick("sum($__increase(g" + selectors + "))", "g" + selectors, "sum(count_over_time(up[$__slice])) or vector(0)", "sum(a) / sum(b)"))}")
                .AppendLine(CultureInfo.InvariantCulture, $"      total: {Quoted(Pick("sum($__increase(t))", "sum(t{{}})", "1 + $__increase(t)"))}");
        }

        return text.ToString();

        string Pick(params string[] choices) => choices[random.Next(choices.Length)];

        static string Quoted(string query) => "'" + query.Replace("'", "''", StringComparison.Ordinal) + "'";
    }
}
