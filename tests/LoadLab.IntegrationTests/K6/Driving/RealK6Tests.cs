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
        await using var server = await StubServer.StartAsync(context =>
        {
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

        // One of the arrivals is the question whether the target answers.
        requests.Sum(slice => slice.Service.TotalCount).Should().Be(server.Arrivals.Count - 1);
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
}
