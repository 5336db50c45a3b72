using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LoadLab.IntegrationTests.Compose;

namespace LoadLab.IntegrationTests.Production;

/// <summary><c>loadlab import prometheus</c> and <c>loadlab report slo</c> against a real Prometheus with a month of known truth.</summary>
public sealed class PrometheusImportTests : IDisposable
{
    private readonly string _results = Directory.CreateTempSubdirectory("loadlab-production").FullName;

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [PrometheusFact]
    public async Task A_month_of_known_truth_is_imported_as_it_was()
    {
        await using var prometheus = await BackfilledPrometheus.StartAsync(KnownMonth.Write);
        var maintenance = Path.Combine(_results, "maintenance.yaml");
        await File.WriteAllTextAsync(maintenance, $"maintenance: [{{from: {Moment(KnownMonth.MaintenanceMinute)}, to: {Moment(KnownMonth.MaintenanceMinute + KnownMonth.MaintenanceMinutes)}, reason: new disks}}]\n");

        using var import = await RunAsync("import", "prometheus", "--url", prometheus.Address.ToString(), "--month", "2024-06", "--maintenance", maintenance, "--json");

        // Availability: every event is counted, in spite of the restart and the new series; none is invented after the gap.
        var sla = Row(import, "api-availability-sla");
        var total = (double)KnownMonth.CountingMinutes * KnownMonth.PerMinute;
        Number(sla, "events").Should().Be(total);
        Number(sla, "badEvents").Should().Be(KnownMonth.BadEvents);
        Number(sla, "consumedRatio").Should().Be(1, "25,776 of 25,776,000 is what 99.9 % allows");
        Number(sla, "attained").Should().Be(0.999);
        Slices(sla).Should().Be((KnownMonth.CountingMinutes - 43, 43, 0, KnownMonth.GapMinutes, KnownMonth.MaintenanceMinutes, 0));
        Verdict(sla).Should().Be("INCONCLUSIVE", "two unknown hours are more than 43.2 minutes");
        Verdict(Row(import, "api-availability")).Should().Be("FAIL", "were all unknown time good, 99.95 % would still be missed");

        // Times: 560 and 590 of 600 within 0.6 and 0.8 s. No good answer in the 42 minutes, so they are neither good nor bad.
        var p95 = Row(import, "api-response-p95-sla");
        var steady = KnownMonth.CountingMinutes - 43;
        Number(p95, "events").Should().Be((steady * 600.0) + 24);
        Number(p95, "badEvents").Should().Be((steady * 10.0) + 1);
        Slices(p95).Should().Be((steady + 1, 0, 42, KnownMonth.GapMinutes, KnownMonth.MaintenanceMinutes, 0));
        Number(p95, "percentileMs").Should().BeApproximately(600 + (200 * (570.0 - 560) / 30), 0.01);
        (Verdict(p95), Verdict(Row(import, "api-response-p95"))).Should().Be(("PASS", "FAIL"));
        Verdict(Row(import, "api-response-p99-sla")).Should().Be("INCONCLUSIVE", "98.3 % are within 0.8 s, and these buckets do not say what is within 2 s");

        (Number(Row(import, "db-pool"), "attained"), Verdict(Row(import, "db-pool"))).Should().Be((0.9, "FAIL"));
        Verdict(Row(import, "auth-availability-sla")).Should().Be("NOT MEASURED", "nobody logged in");

        // What a run is then decided by.
        var prepared = new LoadLab.Cli.Composition(Built.Home).Prepare(new RunArguments { Suite = "smoke", Results = _results });
        var budget = prepared.Plan.Change!.Budgets.Single(budget => budget.SloId == "api-availability-sla");
        (budget.RemainingRatio, budget.Period, prepared.Plan.Change.HasImports).Should().Be((0m, "2024-06", true));

        using var report = await RunAsync("report", "slo", "--month", "2024-06", "--json");
        var api = report.RootElement.GetProperty("services").EnumerateArray().Single(service => service.GetProperty("title").GetString() == "API");
        api.GetProperty("status").GetString().Should().Be("red");
        api.GetProperty("figures").EnumerateArray().Single(figure => figure.GetProperty("title").GetString() == "API response time P95").GetProperty("status").GetString().Should().Be("yellow");
        report.RootElement.GetProperty("observations").EnumerateArray().Select(line => line.GetString()).Should()
            .Contain("API availability (SLA): longest time outside ≥ 99.9% and ≥ 99.95% was 43m, from 2024-06-10T12:00Z on.")
            .And.Contain("Maintenance from 2024-06-20T02:00Z to 2024-06-20T04:00Z (new disks) does not count.");
        report.RootElement.GetProperty("alerts").EnumerateArray().Select(alert => $"{alert.GetProperty("id")} {alert.GetProperty("severity")} {alert.GetProperty("rule")} {alert.GetProperty("from").GetDateTimeOffset():HH:mm}")
            .Should().Contain("api-availability-sla page 14.4 in 1h/5m 12:01", "a minute of nothing but failures is 1.67 % of the hour, and 1.44 % is enough");
    }

    [PrometheusFact]
    public async Task Every_query_of_the_LMS_is_one_that_Prometheus_takes_and_nothing_is_not_measured()
    {
        await using var prometheus = await BackfilledPrometheus.StartAsync(openMetrics: null);

        using var import = await RunAsync("import", "prometheus", "--url", prometheus.Address.ToString(), "--day", "2024-06-03", "--json");

        var rows = import.RootElement.GetProperty("rows").EnumerateArray().ToList();
        rows.Count.Should().BeGreaterThan(20);
        rows.Select(Verdict).Should().AllBe("NOT MEASURED");
    }

    [PrometheusFact]
    public async Task A_query_that_Prometheus_refuses_is_told_with_its_row()
    {
        await using var prometheus = await BackfilledPrometheus.StartAsync(openMetrics: null);
        var catalogue = Path.Combine(_results, "wrong.yaml");
        var text = await File.ReadAllTextAsync(Path.Combine(Built.Home, "scenarios", "catalogue", "lms.yaml"));
        await File.WriteAllTextAsync(catalogue, text.Replace("value: 'max(sum by (job, instance)", "value: 'max(sum by (job, instance", StringComparison.Ordinal));

        await using var cli = Cli.LaunchedCli.Start(_results, "import", "prometheus", "--url", prometheus.Address.ToString(), "--day", "2024-06-03", "--catalogue", catalogue);
        await cli.EndAsync();

        cli.ExitCode.Should().Be(104);
        cli.Error.Should().Contain("error: queue-length: ").And.Contain("bad_data: ").And.Contain("Query: max(sum by (job, instance");
        Directory.Exists(Path.Combine(_results, "imports")).Should().BeFalse();
    }

    [Fact]
    public async Task An_interrupted_import_keeps_nothing_and_says_so()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var cli = Cli.LaunchedCli.Start(_results, "import", "prometheus", "--url", $"http://{silent.LocalEndpoint}", "--day", "2024-06-03");
        using var connection = await AskedAsync(silent);

        cli.Signal("INT");
        await cli.EndAsync();

        cli.ExitCode.Should().Be(105);
        cli.Error.Should().Contain("error: Interrupted: nothing of this import was kept.");
        Directory.Exists(Path.Combine(_results, "imports")).Should().BeFalse();
    }

    /// <summary>
    /// The connection on which a query has come. Others may knock at a free port of a busy machine: a signal then would come before the import
    /// listens for it, and end the process.
    /// </summary>
    private static async Task<TcpClient> AskedAsync(TcpListener listener)
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync();
            using var reader = new StreamReader(client.GetStream(), leaveOpen: true);
            if (await reader.ReadLineAsync() is { } line && line.Contains("/api/v1/query_range", StringComparison.Ordinal))
            {
                return client;
            }

            client.Dispose();
        }
    }

    private static JsonElement Row(JsonDocument import, string id) =>
        import.RootElement.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("id").GetString() == id);

    private static double Number(JsonElement row, string figure) => row.GetProperty("figures").GetProperty(figure).GetDouble();

    private static string Verdict(JsonElement row) => row.GetProperty("figures").GetProperty("verdict").GetString()!;

    private static (int Good, int Bad, int Idle, int Unknown, int Maintenance, int Ahead) Slices(JsonElement row)
    {
        var slices = row.GetProperty("figures").GetProperty("slices");
        return (Of("good"), Of("bad"), Of("idle"), Of("unknown"), Of("maintenance"), Of("ahead"));

        int Of(string name) => slices.GetProperty(name).GetInt32();
    }

    private static string Moment(int minute) => KnownMonth.Start.AddMinutes(minute).ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    private async Task<JsonDocument> RunAsync(params string[] arguments)
    {
        await using var cli = Cli.LaunchedCli.Start(_results, arguments);
        var output = await cli.EndAsync();
        cli.ExitCode.Should().Be(0, cli.Error);
        return JsonDocument.Parse(output);
    }
}
