using LoadLab.Monitoring.Healing;
using static LoadLab.Tests.Monitoring.Healing.HealerHarness;

namespace LoadLab.Tests.Monitoring.Healing;

/// <summary>Announced maintenance: people are at work there, and what is broken then may be broken on purpose. Not every Alertmanager says that an alert is muted.</summary>
public sealed class HealerMaintenanceTests : IDisposable
{
    private const string Words = "It is announced maintenance until 2026-10-01T10:05Z: new disks.";

    private readonly string _folder = Directory.CreateTempSubdirectory("loadlab-heal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nothing_is_healed_in_it_and_the_alert_that_still_fires_afterwards_is()
    {
        using var healer = Healer("2026-10-01T12:00+02:00", "2026-10-01T12:05+02:00");

        (await healer.HealAsync(Alert())).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Event = HealingEvent.None, Reason = Words });
        healer.Time.Advance(TimeSpan.FromMinutes(5));
        await healer.HealAsync(Alert());

        healer.Done.Should().Equal("heal-redis");
    }

    [Fact]
    public async Task An_action_that_waited_until_it_began_is_not_done()
    {
        using var healer = Healer("2026-10-01T10:01Z", "2026-10-01T10:05Z");

        // The first action takes until the maintenance has begun, and nobody sees whether it helped.
        healer.After = new HealthState(null, "Nobody knows.");
        healer.During = () =>
        {
            healer.Time.Advance(TimeSpan.FromMinutes(2));
            return Task.CompletedTask;
        };
        await healer.HealAsync(Alert(), Alert("b2", name: "SloThreshold", slo: "api-ok", alert: "alert-api", severity: "critical"));

        healer.Done.Should().Equal("heal-redis");
        healer.Lines.Should().ContainSingle(line => line.Event == HealingEvent.None).Which.Should().BeEquivalentTo(new { Healing = "heal-api", Reason = Words });
    }

    private HealerHarness Healer(string from, string to) =>
        new(Path.Combine(_folder, "log.jsonl"), catalogue: HealingText.Read(HealingText.Healing + $"\nmaintenance:\n  - {{from: \"{from}\", to: \"{to}\", reason: new disks}}\n"));
}
