using System.Globalization;
using System.Text.Json;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Alerts;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.IntegrationTests.Cli;
using LoadLab.IntegrationTests.ReferenceLms;
using Xunit.Abstractions;

namespace LoadLab.IntegrationTests.Monitoring.Healing;

/// <summary>
/// With real servers: the LMS under the load of a run, Prometheus with the exported rules, Alertmanager with the exported routes, a Redis that is paused, and the healer that
/// starts it anew. What production saw is compared with what the replay of the run says.
/// </summary>
[Collection(Measuring.Name)]
public sealed class HealingEndToEndTests(NativeServers servers, ITestOutputHelper output) : IClassFixture<NativeServers>
{
    private const int Attempts = 5;
    private const string Receiver = "On-call engineer";

    /// <summary>The replay knows whole seconds.</summary>
    private const double SecondOfReplay = 1;

    /// <summary>A scrape of the LMS waits as long for Redis.</summary>
    private const double WaitOfScrape = 0.3;

    /// <summary>
    /// The path of a figure in production, each step at its own pace: scrape, slice, figure, alert, and the step of this test's question. On top: a machine that is late by as
    /// much as is allowed.
    /// </summary>
    private static readonly double LatestInProduction = HealingCatalogue.Scrape.TotalSeconds + WaitOfScrape + HealingCatalogue.Slice.TotalSeconds + 2 * AlertingServers.Evaluation.TotalSeconds
        + AlertingServers.Step.TotalSeconds + SecondOfReplay;

    /// <summary>The replay tells a second at its end, and a window of slices may leave out the rest of one.</summary>
    private static readonly double EarliestInProduction = -(SecondOfReplay + HealingCatalogue.Slice.TotalSeconds);

    [AlertingFact]
    public async Task A_paused_Redis_is_alerted_grouped_inhibiting_and_started_anew_when_the_replay_says()
    {
        for (var attempt = 1; !await TryAsync(); attempt++)
            attempt.Should().BeLessThan(Attempts, "one of the runs should have been undisturbed");
    }

    /// <summary>All of it once. What happens, and in which order, holds on any machine; times are compared only where nothing was late by a second and no scrape is missing.</summary>
    private async Task<bool> TryAsync()
    {
        var directory = servers.NewFolder();
        using var redis = new RestartableRedis(directory);
        redis.Start();
        await using var lms = await LmsProcess.StartAsync(servers, await servers.NewDatabaseAsync(), new Dictionary<string, string> { ["ConnectionStrings__Redis"] = redis.Configuration });
        var catalogue = Path.Combine(directory, HealingCatalogue.Name + ".yaml");
        await File.WriteAllTextAsync(catalogue, HealingCatalogue.Text(new Uri(lms.Client.BaseAddress!, "health/ready"), $"command: [{string.Join(", ", redis.Restart.Select(word => $"\"{word}\""))}]"));
        using var alerting = new AlertingServers(servers, catalogue, lms.Client.BaseAddress!);
        await using var run = LaunchedCli.Start(directory, "run", WriteSuite(directory), "--external-url", lms.Client.BaseAddress!.ToString(), "--external-redis", redis.Configuration);
        await Eventually.AsyncTrue(
            () => alerting.HasAsync("slo:bad_ratio:8s{slo=\"redis-availability\"} == 0 and on () slo:bad_ratio:8s{slo=\"api-errors\"} == 0 and on () slo:events_total:8s{slo=\"api-errors\"} > 100"),
            $"all is well and known\n{run.Error}\n{alerting.Logs}");

        var before = redis.ProcessId;
        var paused = DateTimeOffset.UtcNow;
        redis.Pause();
        await HeldBackAsync(alerting);
        await Eventually.AsyncTrue(() => Task.FromResult(alerting.HealingLines().Any(line => Event(line) == "recovery")), "the healer knows whether it helped");
        redis.ProcessId.Should().NotBe(before, "it was started anew");
        await Eventually.AsyncTrue(async () => (await alerting.AlertsAsync()).Count == 0 && await alerting.HasAsync("slo:bad_ratio:8s{slo=\"api-errors\"} == 0"), "the alerts clear, and no window has a failure");
        var cleared = DateTimeOffset.UtcNow;

        run.Signal("INT");
        await run.EndAsync();
        Healed(alerting.HealingLines());
        return await IsAsReplayedAsync(alerting, new RunStore(directory).Read(RunStore.Latest).Record, catalogue, paused, cleared);
    }

    /// <summary>Section 5.2: the API needs Redis, so its alert is held back by that of Redis, the warning by the critical one, and those of a service are told together.</summary>
    private static async Task HeldBackAsync(AlertingServers alerting)
    {
        await Eventually.AsyncTrue(
            async () =>
            {
                var alerts = (await alerting.AlertsAsync()).ToDictionary(alert => (Label(alert, "alert"), Label(alert, "severity")));
                return alerts.TryGetValue(("alert-redis", "critical"), out var cause) && HeldBy(cause).Count == 0
                    && alerts.TryGetValue(("alert-redis", "warning"), out var milder) && HeldBy(milder).Contains(Fingerprint(cause))
                    && alerts.TryGetValue(("alert-error-rate", "critical"), out var dependent) && HeldBy(dependent).Contains(Fingerprint(cause));
            },
            "the alert on Redis is in Alertmanager and holds back its own warning and the alert of the API");
        var groups = await alerting.GroupsAsync(Receiver);
        groups.Should().OnlyContain(group => group.GetProperty("alerts").EnumerateArray().All(alert => Label(alert, "service") == group.GetProperty("labels").GetProperty("service").GetString()));
        groups.Where(group => group.GetProperty("alerts").EnumerateArray().Any(alert => HeldBy(alert).Count == 0)).Select(group => group.GetProperty("labels").GetProperty("service").GetString())
            .Should().Equal(["redis"], "of all that fires he is told of one service, the cause");
    }

    /// <summary>One action, which helped, and none for what was held back.</summary>
    private static void Healed(IReadOnlyList<JsonElement> lines)
    {
        lines.Select(Event).Where(what => what is not "none").Should().Equal("started", "queued", "began", "ended", "recovery");
        lines.Single(line => Event(line) == "recovery").GetProperty("recovered").GetBoolean().Should().BeTrue();
        lines.Where(line => line.TryGetProperty("alert", out _)).Should().OnlyContain(line => line.GetProperty("alert").GetProperty("alert").GetString() == "alert-redis", "what is held back is never sent to the healer");
    }

    private async Task<bool> IsAsReplayedAsync(AlertingServers alerting, RunRecord record, string catalogue, DateTimeOffset paused, DateTimeOffset cleared)
    {
        // The replay itself: the test ended the run, which is invalid therefore, and milliseconds of lateness are nothing to whole seconds.
        var alerts = AlertReplay.Of(new RunView(record), SloCatalogue.Load(catalogue), new Validity(ValidityStatus.Valid, []), []);
        var seen = await alerting.FiringsAsync(paused, cleared + TimeSpan.FromSeconds(10));
        var apart = new List<double>();
        output.WriteLine("seconds after the pause            replay        Prometheus     apart");
        foreach (var (alert, firing) in alerts.SelectMany(alert => alert.Firings, (alert, firing) => (alert, firing)))
        {
            var level = firing.Level == AlertFiring.Critical ? "critical" : "warning";
            // The replay knows what has ended with a second.
            var (from, until) = (At(firing.FromSecond + 1), At((firing.UntilSecond ?? int.MaxValue) + 1.0));
            var (seenFrom, seenUntil) = seen.TryGetValue((alert.Id, level), out var found) ? (found.From - Unix(paused), found.Until - Unix(paused)) : (double.NaN, double.NaN);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{alert.Id,-18}{level,-10}{from,8:0.0} to {until,5:0.0}{seenFrom,11:0.0} to {seenUntil,5:0.0}{seenFrom - from,8:+0.0;-0.0} {seenUntil - until,5:+0.0;-0.0}"));
            apart.AddRange([seenFrom - from, seenUntil - until]);
        }

        await SamplesAsync(alerting, paused);
        var latest = record.Seconds.Max(second => second.Lag.MaxMicros) / 1e6;
        // Servers that get no CPU ask, judge and tell late, and so does what they are compared with.
        var busy = record.Health.Count(second => second.MachineCpuRatio > 0.9) / (double)Math.Max(1, record.Health.Count);
        if (latest > SecondOfReplay || busy > 0.25 || await IsScrapeMissingAsync(alerting))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Disturbed: the latest start was {latest:0.0} s late, the machine's CPU was full in {busy:0 %} of the seconds, or a scrape is missing."));
            return false;
        }

        alerts.SelectMany(alert => alert.Firings, (alert, firing) => (alert.Id, firing.Level)).Should().BeEquivalentTo(
            [("alert-redis", AlertFiring.Critical), ("alert-redis", AlertFiring.Warning), ("alert-error-rate", AlertFiring.Critical), ("alert-error-rate", AlertFiring.Warning)]);
        apart.Should().OnlyContain(
            seconds => seconds >= EarliestInProduction && seconds <= LatestInProduction, "production says what the replay says, later by no more than its path takes ({0} to {1} s)", EarliestInProduction, LatestInProduction);
        return true;

        double At(double second) => Unix(record.StartedAt) + second - Unix(paused);
    }

    /// <summary>What Prometheus knew, for who looks for the cause of a difference.</summary>
    private async Task SamplesAsync(AlertingServers alerting, DateTimeOffset paused)
    {
        var slices = new[] { "redis-availability", "api-errors" }.SelectMany(row => new[] { "total", "bad" }.Select(kind => $"slo:events_{kind}:slice{{slo=\"{row}\"}}"));
        foreach (var query in slices.Prepend("lms_queue_length{queue=\"grading\"}").Prepend("up{job=\"lms\"}"))
        {
            var samples = (await alerting.SamplesAsync(query + "[2m]")).Select(sample => (Time: sample.Time - Unix(paused), sample.Value)).Where(sample => sample.Time > -5);
            output.WriteLine($"{query}: {string.Join(' ', samples.Select(sample => string.Create(CultureInfo.InvariantCulture, $"{sample.Time:0.0}={sample.Value}")))}");
        }
    }

    /// <summary>True when the machine kept Prometheus from a scrape: then a slice is unknown.</summary>
    private static async Task<bool> IsScrapeMissingAsync(AlertingServers alerting)
    {
        var scrapes = await alerting.SamplesAsync("up{job=\"lms\"}[1m]");
        return scrapes.Count == 0 || scrapes.Zip(scrapes.Skip(1)).Any(pair => pair.Second.Time - pair.First.Time > 1.5 * HealingCatalogue.Scrape.TotalSeconds) || scrapes.Any(scrape => scrape.Value != "1");
    }

    private static string WriteSuite(string directory)
    {
        var path = Path.Combine(directory, "paused.yaml");
        File.WriteAllText(path, $$"""
            suite: paused
            scenarios: Lms.Scenarios
            catalogue: {{HealingCatalogue.Name}}.yaml
            slos: [api-errors]
            stack: {kind: external}
            settings: {users: 39, upload.bytes: 1000}
            phases:
              - {name: rate, model: open, rate: 20/s, hold: 10m, scenarios: {student: 1}, preparedVirtualUsers: 60, requestTimeout: 10s}
            """);
        return path;
    }

    private static double Unix(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private static string Event(JsonElement line) => line.GetProperty("event").GetString()!;

    private static string Label(JsonElement alert, string name) => alert.GetProperty("labels").GetProperty(name).GetString()!;

    private static string Fingerprint(JsonElement alert) => alert.GetProperty("fingerprint").GetString()!;

    private static List<string?> HeldBy(JsonElement alert) => [.. alert.GetProperty("status").GetProperty("inhibitedBy").EnumerateArray().Select(name => name.GetString())];
}
