using System.Text;
using System.Text.Json;
using LoadLab.Monitoring.Healing;

namespace LoadLab.Tests.Monitoring.Healing;

public sealed class NotificationReaderTests
{
    private const string Good = """
        {"version":"4","groupKey":"{}:{}","truncatedAlerts":3,"status":"firing","receiver":"heal","groupLabels":{},"commonLabels":{},"commonAnnotations":{},"externalURL":"http://x",
         "alerts":[{"status":"firing","labels":{"alertname":"SloBudgetBurn","catalogue":"shop","slo":"redis-ok","severity":"page","evil":"$(reboot)"},"annotations":{"a":"b"},
         "startsAt":"2026-10-01T10:00:00.123456789Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://x","fingerprint":"0123456789abcdef"}]}
        """;

    [Fact]
    public void Only_what_healing_looks_at_is_kept()
    {
        var notification = Read(Good);

        notification.Faults.Should().BeEmpty();
        notification.Truncated.Should().Be(3);
        var alert = notification.Alerts.Should().ContainSingle().Subject;
        alert.IsFiring.Should().BeTrue();
        alert.Labels.Keys.Should().BeEquivalentTo("alertname", "catalogue", "slo", "severity");
        alert.Key.Should().Be("0123456789abcdef 2026-10-01T10:00:00.123Z");
    }

    [Theory]
    [InlineData("", "The body is not JSON: *")]
    [InlineData("alert!", "The body is not JSON: *")]
    [InlineData("[]", "The body must be a JSON object,*")]
    [InlineData("{\"version\":\"3\",\"alerts\":[]}", "version is '3', and version 4 of Alertmanager's webhook is read.")]
    [InlineData("{\"alerts\":[]}", "version is 'missing',*")]
    [InlineData("{\"version\":4,\"alerts\":[]}", "version is 'missing',*")]
    [InlineData("{\"version\":\"4\"}", "alerts is missing or no list.")]
    [InlineData("{\"version\":\"4\",\"alerts\":{}}", "alerts is missing or no list.")]
    [InlineData("{\"version\":\"4\",\"alerts\":[1]}", "alerts[0]: is no object.")]
    public void What_is_no_notification_is_refused_in_words(string body, string expected)
    {
        var notification = Read(body);

        notification.Alerts.Should().BeEmpty();
        notification.Faults.Should().ContainSingle().Which.Should().Match(expected);
    }

    [Theory]
    [InlineData("\"status\":\"firing\",\"labels\"", "\"status\":\"pending\",\"labels\"", "alerts[0]: status must be firing or resolved.")]
    [InlineData("0123456789abcdef", "", "alerts[0]: fingerprint must be letters and digits, at most 64.")]
    [InlineData("0123456789abcdef", "../../etc", "alerts[0]: fingerprint must be letters and digits, at most 64.")]
    [InlineData("2026-10-01T10:00:00.123456789Z", "soon", "alerts[0]: startsAt is no time.")]
    [InlineData("\"slo\":\"redis-ok\"", "\"slo\":{}", "alerts[0]: label slo must be a text of at most 300 letters.")]
    public void A_wrong_alert_is_named(string from, string to, string expected)
    {
        Good.Should().Contain(from);

        Read(Good.Replace(from, to, StringComparison.Ordinal)).Faults.Should().ContainSingle().Which.Should().Match(expected);
    }

    [Fact]
    public void One_wrong_alert_refuses_all_and_many_faults_are_counted()
    {
        var alerts = string.Join(',', Enumerable.Repeat("{}", 1000));

        var notification = Read($"{{\"version\":\"4\",\"alerts\":[{alerts}]}}");

        notification.Alerts.Should().BeEmpty();
        notification.Faults.Should().HaveCount(6).And.HaveElementAt(5, "and 995 more.");
    }

    [Fact]
    public void Ten_thousand_alerts_are_read()
    {
        using var one = JsonDocument.Parse(Good);
        var alert = one.RootElement.GetProperty("alerts")[0].GetRawText();

        Read($"{{\"version\":\"4\",\"alerts\":[{string.Join(',', Enumerable.Repeat(alert, 10_000))}]}}").Alerts.Should().HaveCount(10_000);
    }

    [Fact]
    public void Nothing_of_a_broken_body_throws()
    {
        var (random, bytes) = (new Random(7), Encoding.UTF8.GetBytes(Good));
        for (var round = 0; round < 3000; round++)
        {
            var altered = bytes.ToArray();
            for (var i = random.Next(1, 6); i > 0; i--)
                altered[random.Next(altered.Length)] = (byte)random.Next(256);

            var read = () => NotificationReader.Read(altered.AsMemory(0, random.Next(altered.Length + 1)));
            read.Should().NotThrow();
        }

        Read("{\"version\":\"4\",\"alerts\":[{\"status\":\"\\ud800\"}]}").Faults.Should().NotBeEmpty();
        Read(new string('[', 100_000)).Faults.Should().ContainSingle();
    }

    private static Notification Read(string body) => NotificationReader.Read(Encoding.UTF8.GetBytes(body));
}
