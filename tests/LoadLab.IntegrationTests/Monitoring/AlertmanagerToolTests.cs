using System.Text.Json;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Monitoring.Alerting;

namespace LoadLab.IntegrationTests.Monitoring;

/// <summary>Alertmanager's own tool reads the routes, and every alert reaches the people whom the document names.</summary>
public sealed class AlertmanagerToolTests
{
    [AlertmanagerFact]
    public async Task Every_alert_of_the_document_reaches_whom_it_names()
    {
        using var exported = new Exported(odd: false);
        var seen = new Dictionary<string, string>();
        foreach (var alert in AlertPlan.Of(exported.Catalogue).All.Where(alert => alert.Name == AlertKinds.Threshold))
            seen[$"{alert.Alert} {alert.Severity}"] = await ReceiversAsync(exported, alert);

        // Section 5.1, word by word: a warning tells the first of the path, a critical alert all of it.
        seen.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["alert-availability warning"] = "On-call engineer",
            ["alert-availability critical"] = "On-call engineer,Engineering lead",
            ["alert-latency-p95 warning"] = "On-call engineer",
            ["alert-latency-p95 critical"] = "On-call engineer",
            ["alert-latency-p99 warning"] = "On-call engineer",
            ["alert-latency-p99 critical"] = "On-call engineer,Engineering lead",
            ["alert-error-rate warning"] = "On-call engineer",
            ["alert-error-rate critical"] = "On-call engineer",
            ["alert-connection-pool warning"] = "On-call engineer",
            ["alert-connection-pool critical"] = "On-call engineer",
        });
        exported.Catalogue.Document.OfType<AlertEntry>().Should().HaveCount(seen.Count / 2);
    }

    [AlertmanagerTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Alertmanager_accepts_it_and_no_alert_reaches_nobody(bool odd)
    {
        using var exported = new Exported(odd);
        var escalation = new Escalation(exported.Catalogue);

        var check = await Exported.RunAsync("amtool", "check-config", exported.File("-alertmanager.yml"));
        check.ExitCode.Should().Be(0, check.Output + check.Error);

        // One of each kind of labels by which a route tells.
        foreach (var alert in AlertPlan.Of(exported.Catalogue).All.DistinctBy(alert => (alert.Name == AlertKinds.Watchdog, alert.Severity, alert.Alert)))
        {
            var expected = alert.Name == AlertKinds.Watchdog ? "Dead man switch" : string.Join(',', escalation.Of(alert));
            (await ReceiversAsync(exported, alert)).Split(',').Should().BeEquivalentTo(expected.Split(','), $"{alert.Name} {alert.Severity} {alert.Alert}");
        }
    }

    /// <summary>A known issue is a silence that Alertmanager's tool reads; the Alertmanager itself is asked by hand only.</summary>
    [Fact]
    public void A_known_issue_is_a_silence_until_the_end_of_its_last_day()
    {
        using var exported = new Exported(odd: true);
        using var document = JsonDocument.Parse(File.ReadAllText(exported.File("-silences.json")));

        var silence = document.RootElement.EnumerateArray().Should().ContainSingle().Subject;
        silence.GetProperty("endsAt").GetDateTimeOffset().Should().Be(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        silence.GetProperty("matchers").EnumerateArray().Select(matcher => (matcher.GetProperty("name").GetString(), matcher.GetProperty("value").GetString()))
            .Should().Equal(("catalogue", exported.Catalogue.Name), ("alert", "alert-cart"));
    }

    private static async Task<string> ReceiversAsync(Exported exported, PlannedAlert alert)
    {
        var labels = new Dictionary<string, string>
        {
            ["alertname"] = alert.Name,
            ["severity"] = alert.Severity,
            ["catalogue"] = exported.Catalogue.Name,
            ["slo"] = alert.Slo,
            ["service"] = alert.Service,
            ["alert"] = alert.Alert,
        };
        var result = await Exported.RunAsync(
            "amtool",
            ["config", "routes", "test", $"--config.file={exported.File("-alertmanager.yml")}", .. labels.Where(label => label.Value.Length > 0).Select(label => $"{label.Key}={Quoted(label.Value)}")]);
        result.ExitCode.Should().Be(0, result.Output + result.Error);
        return result.Output.Trim();
    }

    /// <summary>amtool reads a value with quotes in it only in quotes.</summary>
    private static string Quoted(string value) => value.All(char.IsAsciiLetterOrDigit) ? value : "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
