using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.IntegrationTests.Cli;
using LoadLab.IntegrationTests.Engine;

namespace LoadLab.IntegrationTests.K6.Driving;

/// <summary>The real k6, where there is one.</summary>
public sealed class RealK6Tests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loadlab-real-k6-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [K6Fact]
    public async Task A_suite_by_k6_counts_what_the_server_counts_and_leaves_no_process()
    {
        var asked = 0;
        await using var server = await StubServer.StartAsync(context =>
        {
            // LoadLab asks for the root and for /metrics beside the load.
            if (context.Request.Path == "/missing" || context.Request.Path == "/items")
            {
                Interlocked.Increment(ref asked);
            }

            context.Response.StatusCode = context.Request.Path == "/missing" ? 404 : 200;
            return Task.CompletedTask;
        });
        var script = Path.Combine(_folder, "shop.js");
        await File.WriteAllTextAsync(script, """
            import http from 'k6/http';
            export const options = { vus: 50, duration: '1h' };
            export function browse() { http.get(`${__ENV.BASE_URL}/items`, { tags: { name: 'browse' } }); }
            export function miss() { http.get(`${__ENV.BASE_URL}/missing`, { tags: { name: 'miss' } }); if (__ITER % 2 === 0) { throw new Error('odd'); } }
            """);
        var suite = Path.Combine(_folder, "shop.yaml");
        await File.WriteAllTextAsync(suite, """
            suite: shop
            scenarios: shop.js
            catalogue: lms
            slos: [api-response-p95]
            driver: k6
            phases:
              - {name: rate, model: open, rate: 40/s, warmUp: 1s, hold: 4s, scenarios: {browse: 3, miss: 1}}
              - {name: users, users: 3, hold: 3s, thinkTime: 100ms, scenarios: {browse: 1}}
            """);
        await using var cli = LaunchedCli.Start(Path.Combine(_folder, "results"), "run", suite, "--external-url", server.Address.ToString());
        await cli.EndAsync();

        var store = new RunStore(Path.Combine(_folder, "results"));
        store.List().Should().ContainSingle(cli.Error);
        var record = store.Read(store.List().Single()).Record;
        record.Outcome.Should().Be(RunOutcome.Completed, record.OutcomeReason);
        record.Phases.Should().HaveCount(2).And.OnlyContain(phase => phase.Whole.AddUp && phase.Whole.Started > 0);
        var requests = record.Slices.Where(slice => slice.Key.Step != SeriesKey.WholeIteration).ToList();
        requests.Sum(slice => slice.Service.TotalCount).Should().Be(asked);
        requests.Where(slice => slice.Key.Step == "miss").Should().OnlyContain(slice => slice.Key.Class == ResultClasses.StatusOther);
        var rate = record.Phases[0];
        (rate.Whole.Started + rate.Whole.Dropped).Should().BeInRange(199, 201);
        (rate.Measured.Started + rate.Measured.Dropped).Should().BeInRange(150, 170);
        rate.Whole.Failed.Should().BeGreaterThan(0, "the script threw");
        requests.Where(slice => slice.Key.Phase == "rate" && slice.Key.Step == "miss").Sum(slice => slice.Service.TotalCount).Should().BeInRange(48, 52, "it has a quarter of the mix");
        record.Seconds.Where(second => second.Phase == "rate").Sum(second => second.Lag.TotalCount).Should().Be(rate.Whole.Started);
        PackedHistogram.Merge(record.Slices.Where(slice => slice.Key is { Phase: "users", Step: SeriesKey.WholeIteration }).Select(slice => slice.Service)).PercentileMicros(50).Should().BeLessThan(100_000, "think time is no part of an iteration");
        await cli.LeavesNoProcessAsync();
    }

    [K6Fact]
    public async Task Ctrl_C_and_kill_9_leave_no_k6_and_what_was_measured_is_kept()
    {
        foreach (var (signal, outcome) in new[] { ("INT", RunOutcome.Interrupted), ("KILL", RunOutcome.Incomplete) })
        {
            var results = Path.Combine(_folder, signal);
            await using var server = await StubServer.StartAsync();
            await using var cli = LaunchedCli.Start(results, "run", await UsersAsync(), "--driver", "k6", "--external-url", server.Address.ToString());
            await LoadBeginsAsync(server);
            await Task.Delay(TimeSpan.FromSeconds(4));

            cli.Signal(signal);
            await cli.EndAsync();

            await IsGoneAsync();
            var store = new RunStore(results);
            store.Read(store.List().Should().ContainSingle(cli.Error).Subject).Record.Should().Match<RunRecord>(record => record.Outcome == outcome && record.Seconds.Count > 0);
        }
    }

    [K6Fact]
    public async Task A_k6_that_was_stopped_for_a_while_stood_still_itself()
    {
        await using var server = await StubServer.StartAsync();
        await using var cli = LaunchedCli.Start(Path.Combine(_folder, "results"), "run", await UsersAsync(seconds: 12), "--driver", "k6", "--external-url", server.Address.ToString());
        await LoadBeginsAsync(server);
        await Task.Delay(TimeSpan.FromSeconds(3));

        await SignalAsync("STOP");
        await Task.Delay(TimeSpan.FromSeconds(4));
        await SignalAsync("CONT");
        await cli.EndAsync();

        var store = new RunStore(Path.Combine(_folder, "results"));
        store.Read(store.List().Should().ContainSingle(cli.Error).Subject).Record.Findings.Should().Contain(finding => finding.Check == "k6-stood-still" && finding.Severity == FindingSeverity.Invalid);
        await IsGoneAsync();
    }

    private async Task<string> UsersAsync(int seconds = 60)
    {
        var script = Path.Combine(_folder, "users.js");
        await File.WriteAllTextAsync(script, $$"""
            import http from 'k6/http';
            import { sleep } from 'k6';
            export const options = { vus: 3, duration: '{{seconds}}s' };
            export default function () { http.get(`${__ENV.BASE_URL}/items`); sleep(0.05); }
            """);
        return script;
    }

    /// <summary>LoadLab asks a few times before and beside the load.</summary>
    private static async Task LoadBeginsAsync(StubServer server)
    {
        for (var attempt = 0; attempt < 600 && server.Arrivals.Count < 20; attempt++)
        {
            await Task.Delay(100);
        }
    }

    /// <summary>The k6 of this test: it works in the script's folder.</summary>
    private List<string> Running()
    {
        var running = new List<string>();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                if (new FileInfo(Path.Combine(process, "cwd")).LinkTarget == _folder && File.ReadAllText(Path.Combine(process, "comm")).StartsWith("k6", StringComparison.Ordinal))
                {
                    running.Add(Path.GetFileName(process));
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile.
            }
        }

        return running;
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = System.Diagnostics.Process.Start("kill", ["-" + signal, Running().Should().ContainSingle().Subject]);
        await kill.WaitForExitAsync();
    }

    private async Task IsGoneAsync()
    {
        for (var attempt = 0; attempt < 100 && Running().Count > 0; attempt++)
        {
            await Task.Delay(100);
        }

        Running().Should().BeEmpty("no k6 may be left");
    }
}
