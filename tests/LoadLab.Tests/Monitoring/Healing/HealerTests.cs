using LoadLab.Monitoring.Healing;
using static LoadLab.Tests.Monitoring.Healing.HealerHarness;

namespace LoadLab.Tests.Monitoring.Healing;

public sealed class HealerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loadlab-heal-").FullName;

    /// <summary>What one healer writes, the next reads.</summary>
    private string Log => Path.Combine(_folder, "log.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_firing_alert_starts_its_action_once_and_the_log_tells_all_of_it()
    {
        var healer = new HealerHarness(Log);

        var lines = await healer.HealAsync(Alert());
        healer.Dispose();

        healer.Done.Should().Equal("heal-redis");
        lines.Select(line => line.Event).Should().Equal(HealingEvent.Queued, HealingEvent.Began, HealingEvent.Ended, HealingEvent.Recovery);
        lines[^1].Should().BeEquivalentTo(new { Healing = "heal-redis", Recovered = true, Occurrence = "a1 2026-10-01T09:00:00.000Z", Reason = "127.0.0.1:1 recovered 0s after the action: It is well." });
        File.ReadAllLines(healer.Path).Should().HaveCount(4).And.OnlyContain(line => line.StartsWith("{\"schemaVersion\":1,\"at\":\"2026-10-01T10:00:0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repeated_notification_repeats_no_action_and_a_new_occurrence_waits_for_the_cool_down()
    {
        using var healer = new HealerHarness(Log);
        await healer.HealAsync(Alert());
        healer.Break();

        (await healer.HealAsync(Alert())).Should().ContainSingle().Which.Reason.Should().Be("This occurrence of the alert was acted on at 2026-10-01T10:00:00Z already: a repeated notification repeats no action.");
        (await healer.HealAsync(Alert(minute: 59))).Should().ContainSingle().Which.Reason.Should().Be("The last action began at 2026-10-01T10:00:00Z, and limits.coolDown is 1m.");
        healer.Time.Advance(TimeSpan.FromMinutes(1));
        await healer.HealAsync(Alert(minute: 59));

        healer.Done.Should().Equal("heal-redis", "heal-redis");
    }

    [Fact]
    public async Task An_alert_that_fires_for_weeks_is_acted_on_once()
    {
        using var healer = new HealerHarness(Log);
        await healer.HealAsync(Alert());
        for (var day = 0; day < 9; day++)
        {
            healer.Time.Advance(TimeSpan.FromDays(1));
            await healer.HealAsync(Alert());
        }

        // What another occurrence starts makes the healer forget old ones.
        healer.Break();
        await healer.HealAsync(Alert("b2"));
        healer.Break();
        healer.Time.Advance(TimeSpan.FromHours(2));
        await healer.HealAsync(Alert());

        healer.Done.Should().Equal("heal-redis", "heal-redis");
        healer.Lines[^1].Reason.Should().StartWith("This occurrence of the alert was acted on at 2026-10-01T10:00:00Z already");
    }

    [Fact]
    public async Task At_most_so_many_an_hour()
    {
        using var healer = new HealerHarness(Log);
        for (var i = 0; i < 4; i++)
        {
            healer.Break();
            await healer.HealAsync(Alert(minute: i));
            healer.Time.Advance(TimeSpan.FromMinutes(2));
        }

        healer.Done.Should().HaveCount(3);
        healer.Lines[^1].Reason.Should().Be("There were 3 actions in the last hour, and limits.perHour is 3.");
        healer.Time.Advance(TimeSpan.FromHours(1));
        await healer.HealAsync(Alert(minute: 3));
        healer.Done.Should().HaveCount(4);
    }

    [Fact]
    public async Task What_does_not_help_stops_until_somebody_allows_it_and_a_new_healer_knows()
    {
        using (var healer = new HealerHarness(Log) { After = new(false, "It answered 503.") })
        {
            for (var i = 0; i < 2; i++)
            {
                var lines = await healer.HealAsync(Alert(minute: i));
                lines[^1].Should().BeEquivalentTo(new { Event = HealingEvent.Recovery, Recovered = false, Reason = "127.0.0.1:1 did not recover within 10s: It answered 503. The action did not help." });
                healer.Time.Advance(TimeSpan.FromMinutes(2));
            }

            (await healer.HealAsync(Alert(minute: 2))).Should().ContainSingle().Which.Reason.Should().StartWith("Stopped: the last 2 actions did not help (limits.stopAfter 2).");
        }

        using var later = new HealerHarness(Log);
        later.Time.Advance(TimeSpan.FromHours(3));
        (await later.HealAsync(Alert(minute: 3))).Should().ContainSingle().Which.Reason.Should().StartWith("Stopped: ");
        later.Healer.Allow("heal-redis");
        await later.HealAsync(Alert(minute: 3));
        later.Done.Should().Equal("heal-redis");
    }

    [Fact]
    public async Task An_action_of_which_nobody_wrote_how_it_ended_did_not_help()
    {
        using (var log = new HealingLog(Log))
        {
            var began = new HealingLogLine { At = new DateTimeOffset(2026, 10, 1, 8, 0, 0, TimeSpan.Zero), Event = HealingEvent.Began, Healing = "heal-redis", Occurrence = "x", Reason = "y" };
            log.Add(began);
            log.Add(began with { Occurrence = "z" });
        }

        using var healer = new HealerHarness(Log);

        (await healer.HealAsync(Alert())).Should().ContainSingle().Which.Reason.Should().StartWith("Stopped: the last 2 actions did not help");
    }

    [Fact]
    public async Task A_dry_run_does_nothing_says_what_it_would_and_leaves_no_limit_to_others()
    {
        using (var dry = new HealerHarness(Log, acts: false))
        {
            var lines = await dry.HealAsync(Alert());
            lines.Select(line => line.Event).Should().Equal(HealingEvent.Queued, HealingEvent.WouldAct);
            lines[1].Reason.Should().Be("Dry run: run restart is not done. 127.0.0.1:1 is broken: It is broken.");
            (await dry.HealAsync(Alert())).Should().ContainSingle().Which.Reason.Should().Contain("acted on");
            dry.Done.Should().BeEmpty();
        }

        using var real = new HealerHarness(Log);
        await real.HealAsync(Alert());
        real.Done.Should().Equal("heal-redis");
    }

    [Fact]
    public async Task Nothing_is_done_about_what_is_held_back_or_well_or_not_known_to_be_an_alert_of_the_catalogue()
    {
        using var healer = new HealerHarness(Log);
        healer.Held = "It is silenced (x).";
        (await healer.HealAsync(Alert()))[^1].Should().BeEquivalentTo(new { Event = HealingEvent.None, Reason = "It is silenced (x)." });
        healer.Held = null;
        healer.Before = new HealthState(true, "It answered 200.");
        (await healer.HealAsync(Alert()))[^1].Reason.Should().Be("127.0.0.1:1 is well now, so there is nothing that this could heal: It answered 200.");
        healer.Before = new HealthState(false, "");

        var lines = await healer.HealAsync(
            Alert(isFiring: false), Alert(catalogue: "other"), Alert(catalogue: ""), Alert(name: "SloNoData"), Alert(name: "Reboot"), Alert(slo: "heal-redis"), Alert(slo: "; reboot"),
            Alert(slo: "api-ok", alert: "alert-api", name: "SloThreshold", severity: "warning"));

        healer.Done.Should().BeEmpty();
        lines.Should().OnlyContain(line => line.Event == HealingEvent.None);
        lines.Select(line => (line.Count ?? 1, line.Reason)).Should().Equal(
            (1, "It is resolved."),
            (2, "It is not of the catalogue 'shop': the label catalogue is another one or missing."),
            (2, "Its name is none that says that a limit is broken. Silence (SloNoData) says that nothing is known, and that is no cause to act."),
            (2, "No entry of healing: names its row or its alert."),
            (1, "Its severity is none of those in on.severities."));
    }

    [Fact]
    public async Task One_action_at_a_time_and_ten_thousand_alerts_start_each_entry_once()
    {
        using var healer = new HealerHarness(Log);
        var gate = new TaskCompletionSource();
        healer.During = () => gate.Task;

        var queued = healer.Healer.Receive([.. Enumerable.Range(0, 10_000).Select(i => Alert($"a{i}")), Alert("b", "SloThreshold", "api-ok", alert: "alert-api", severity: "critical")]);
        await Eventually(() => healer.Done.Count == 1);
        healer.Healer.Receive([Alert("c")]).Should().Be(0);
        gate.SetResult();
        await healer.UntilIdleAsync();

        queued.Should().Be(2);
        healer.Done.Should().Equal("heal-redis");
        healer.Lines.Should().Contain(line => line.Count == 9_999 && line.Reason == "An action of this entry waits or runs already.");
        healer.Lines.Should().HaveCountLessThan(12);
        healer.Lines[^1].Reason.Should().StartWith("api-ok is well now", "the first action brought it back");
    }

    [Fact]
    public async Task What_is_not_known_has_not_recovered()
    {
        using var healer = new HealerHarness(Log) { After = new(null, "Prometheus knows of no event.") };

        var line = (await healer.HealAsync(Alert()))[^1];

        line.Should().BeEquivalentTo(new { Event = HealingEvent.Recovery, Recovered = (bool?)null, Seconds = (double?)null });
        line.Reason.Should().EndWith("Prometheus knows of no event. The action did not help.");
    }

    [Fact]
    public async Task Well_in_one_look_only_has_not_recovered()
    {
        using var healer = new HealerHarness(Log) { FlickersAfter = true };

        (await healer.HealAsync(Alert()))[^1].Recovered.Should().BeFalse();
    }
}
