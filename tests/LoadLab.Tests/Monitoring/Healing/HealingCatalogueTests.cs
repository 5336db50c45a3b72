using System.Text.Json.Nodes;
using Json.Schema;
using LoadLab.Core;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Lint;
using LoadLab.Tests.Core.Catalogue;

namespace LoadLab.Tests.Monitoring.Healing;

public sealed class HealingCatalogueTests
{
    private static readonly JsonSchema s_schema = JsonSchema.FromText(File.ReadAllText(Path.Combine(Path.GetDirectoryName(LmsText.Path)!, "slo-catalogue.schema.json")));

    [Fact]
    public void Healing_is_read()
    {
        var entries = HealingText.Read().Document.OfType<HealingEntry>().ToList();

        entries.Select(entry => entry.Says).Should().Equal(
            "on slo redis-ok: run restart; 127.0.0.1:1 recovers within 10s",
            "on alert alert-api (critical): post to 127.0.0.1:1; api-ok recovers within 2m");
        entries[0].Should().BeEquivalentTo(new { Command = new[] { "restart", "redis" }, Timeout = TimeSpan.FromSeconds(30), CoolDown = TimeSpan.FromMinutes(1), PerHour = 3, StopAfter = 2, Webhook = (Uri?)null });
        entries[1].Should().BeEquivalentTo(new { Timeout = TimeSpan.FromSeconds(5), PerHour = 1, StopAfter = 2, RecoversSlo = "api-ok", Webhook = new Uri("http://127.0.0.1:1/hook") });
        IsValid(HealingText.Healing).Should().BeTrue();
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var read = () => HealingText.Read("""
            healing:
              - id: heal
                source: "3/1"
                on: {slo: redis-okk, alert: alert-api, severities: [grave]}
                command: []
                webhook: ftp://x
                timeout: 10ms
                recovers: {within: 0s}
                limits: {coolDown: 1s, perHour: 61, stopAfter: 0, most: 1}
            """);

        read.Should().Throw<LoadLabException>().Which.Faults.Select(fault => fault[(fault.IndexOf("healing.heal.", StringComparison.Ordinal) + 13)..]).Should().BeEquivalentTo(
            "on.slo: there is no SLO 'redis-okk'. Did you mean 'redis-ok'?",
            "on: must hold either slo, a row whose alerts start it, or alert, an alert of the document.",
            "on.severities: 'grave' is not a severity. Allowed: warning, critical, page, ticket.",
            "command: give either command, a list of the program and its arguments, or webhook, an address.",
            "command: names no program. Write command: [systemctl, restart, redis].",
            "webhook: 'ftp://x' is not an address. Write http://127.0.0.1:8080/health/ready.",
            "timeout: 10ms is too short for an action. Give at least 1s.",
            "recovers: must hold either slo, a row that must be kept again, or url, an address that must answer with a status of 200 to 299.",
            "recovers.within: 0s is too short to be looked at. Give at least 1s.",
            "limits.perHour: must be from 1 to 60.",
            "limits.stopAfter: must be from 1 to 100.",
            "limits.most: unknown key. Known here: coolDown, perHour, stopAfter.");
    }

    [Theory]
    [InlineData("./restart")]
    [InlineData("bin/restart")]
    public void A_program_beside_nobody_knows_what_is_refused(string program) =>
        FluentActions.Invoking(() => HealingText.Read(HealingText.Healing.Replace("command: [restart, redis]", $"command: [{program}, redis]", StringComparison.Ordinal))).Should().Throw<LoadLabException>()
            .Which.Faults.Should().ContainSingle().Which.Should().EndWith("command: names its program by a relative path, and nobody knows where the healer will be started. Write the whole path, or the name of a program in PATH.");

    [Theory]
    [InlineData("on: {slo: redis-ok}", "on: {}")]
    [InlineData("on: {slo: redis-ok}", "on: {slo: redis-ok, alert: alert-api}")]
    [InlineData("on: {slo: redis-ok}", "on: {slo: redis-ok, severities: [grave]}")]
    [InlineData("on: {slo: redis-ok}", "on: {slo: redis-ok, labels: x}")]
    [InlineData("command: [restart, redis]", "command: []")]
    [InlineData("command: [restart, redis]", "command: restart redis")]
    [InlineData("command: [restart, redis]", "command: [restart]\n    webhook: http://x")]
    [InlineData("command: [restart, redis]", "webhook: mailto:x")]
    [InlineData("command: [restart, redis]", "shell: restart redis")]
    [InlineData("within: 10s}", "until: 10s}")]
    [InlineData("url: \"http://127.0.0.1:1/health\"", "slo: redis-ok, url: \"http://127.0.0.1:1/health\"")]
    [InlineData("limits: {coolDown: 1m, perHour: 3, stopAfter: 2}", "limits: {coolDown: 1m}")]
    [InlineData("limits: {coolDown: 1m, perHour: 3, stopAfter: 2}", "limits: {perHour: 3}")]
    [InlineData("limits: {coolDown: 1m, perHour: 3, stopAfter: 2}", "limits: {coolDown: 1m, perHour: 0}")]
    [InlineData("limits: {coolDown: 1m, perHour: 3, stopAfter: 2}", "limits: {coolDown: 1m, perHour: 61}")]
    [InlineData("    limits: {coolDown: 1m, perHour: 3, stopAfter: 2}\n", "")]
    public void A_wrong_value_is_refused_by_reader_and_schema(string from, string to)
    {
        HealingText.Healing.Should().Contain(from);
        var altered = HealingText.Healing.Replace(from, to, StringComparison.Ordinal);

        (Reads(altered), IsValid(altered)).Should().Be((false, false));
    }

    [Fact]
    public void A_cool_down_in_which_nobody_can_know_whether_it_helped_is_refused()
    {
        var read = () => HealingText.Read(HealingText.Healing.Replace("coolDown: 1m", "coolDown: 39s", StringComparison.Ordinal));

        read.Should().Throw<LoadLabException>().Which.Faults.Should().ContainSingle().Which.Should().EndWith(
            "limits: coolDown 39s is shorter than timeout and within together, 40s: the next action would begin before it is known whether this one helped. Raise coolDown.");
    }

    [Theory]
    [InlineData("on: {slo: redis-ok}", "on: {slo: unmeasured}", "heal-redis", "Production does not measure what starts it (slo unmeasured), so no alert of it can come. Give the row production:.")]
    [InlineData("recovers: {slo: api-ok, within: 2m}", "recovers: {slo: unmeasured, within: 2m}", "heal-api", "Production does not measure 'unmeasured', so nobody can tell whether it recovered,*")]
    [InlineData("recovers: {slo: api-ok, within: 2m}", "recovers: {slo: api-ok, within: 90s}", "heal-api", "Within 1m30s there is no whole slice after the action: a slice is 1m,*Give at least 2m.")]
    [InlineData("command: [restart, redis]", "command: [/bin/bash, -c, restart redis]", "heal-redis", "'bash' is a shell.*")]
    [InlineData("coolDown: 10m, perHour: 1", "coolDown: 1h, perHour: 2", "heal-api", "perHour 2 is never reached: coolDown 1h allows 1 at most.")]
    public void Lint_says_what_cannot_work_and_nothing_when_it_is_corrected(string good, string bad, string id, string message)
    {
        HealingText.Healing.Should().Contain(good);

        Lint(HealingText.Healing).Should().BeEmpty();
        Lint(HealingText.Healing.Replace(good, bad, StringComparison.Ordinal)).Should().ContainSingle().Which.Should().Match<Diagnostic>(found => found.Id == id)
            .And.Subject.As<Diagnostic>().Message.Should().Match(message);
    }

    private static IReadOnlyList<Diagnostic> Lint(string healing) => [.. CatalogueLint.Run(HealingText.Read(healing)).Where(diagnostic => diagnostic.Rule == "healing")];

    private static bool Reads(string healing)
    {
        try
        {
            HealingText.Read(healing);
            return true;
        }
        catch (LoadLabException)
        {
            return false;
        }
    }

    private static bool IsValid(string healing)
    {
        using var document = System.Text.Json.JsonDocument.Parse(YamlAsJson.Of(HealingText.Head + healing).ToJsonString());
        return s_schema.Evaluate(document.RootElement).IsValid;
    }
}
