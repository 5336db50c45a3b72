using System.Collections.Concurrent;
using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.IntegrationTests.Cli;
using LoadLab.IntegrationTests.Compose;
using LoadLab.IntegrationTests.Engine;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.Publishing.Live;
using Microsoft.AspNetCore.Http;
using ProtoBuf;

namespace LoadLab.IntegrationTests.Publishing;

/// <summary>The live figures of a real run, as a collector and a real Prometheus receive them, against the record of the run.</summary>
public sealed class LiveFiguresRunTests : IDisposable
{
    private readonly string _results = Directory.CreateTempSubdirectory("loadlab-live-").FullName;

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [Fact]
    public async Task What_a_collector_has_at_the_end_is_what_the_record_has()
    {
        var received = new ConcurrentQueue<OtlpRequest>();
        await using var collector = await StubServer.StartAsync(async context => await ReceiveAsync(context, received));
        var seen = 0;
        await using var target = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref seen) % 5 == 0 ? 503 : 200;
            return Task.CompletedTask;
        });

        await using var cli = LaunchedCli.Start(_results, "http", target.Address.ToString(), "--users", "2", "--iterations", "200", "--otlp", collector.Address.ToString());
        await cli.EndAsync();

        var record = new RunStore(_results).Read(RunStore.Latest).Record;
        var last = received.Last(request => request.ResourceMetrics.Count > 0);
        var metrics = last.ResourceMetrics[0].ScopeMetrics.SelectMany(scope => scope.Metrics).ToDictionary(metric => metric.Name, StringComparer.Ordinal);
        Attribute(last.ResourceMetrics[0].Resource!.Attributes, "service.name").Should().Be("loadlab");
        Attribute(last.ResourceMetrics[0].Resource!.Attributes, "service.instance.id").Should().Be(record.RunId);
        Requests(metrics, "ok").Should().Be(160).And.Be(record.Phases[0].Measured.Ok);
        Requests(metrics, "status-5xx").Should().Be(40).And.Be(record.Phases[0].Measured.Failed);

        // Native histograms: as many values as requests, and their sum within the 0.05 % of the record's buckets.
        var points = metrics["loadlab.request.duration"].Exponential!.Points;
        points.Sum(point => (long)point.Count).Should().Be(200);
        points.Should().OnlyContain(point => point.Positive!.Counts.Sum(count => (decimal)count) == point.Count);
        var sum = record.Slices.Where(slice => slice.Key.Step != "*" || record.Slices.All(other => other.Key.Step == "*"))
            .Sum(slice => slice.Response.Values.Sum(value => value.Micros * value.Count)) / 1e6;
        points.Sum(point => point.Sum).Should().BeApproximately(sum, 1e-9 + (sum * 1e-9));
        metrics["loadlab.request.duration"].Unit.Should().Be("s");

        // The P95 of all of them lies in the exponential bucket that holds its rank.
        var scale = points.Min(point => point.Scale);
        var buckets = points.SelectMany(point => point.Positive!.Counts.Select((count, at) => (Index: (point.Positive.Offset + at) >> (point.Scale - scale), Count: (long)count)))
            .GroupBy(bucket => bucket.Index).OrderBy(bucket => bucket.Key).ToList();
        var (below, holds) = (0L, buckets[0].Key);
        foreach (var bucket in buckets.TakeWhile(_ => below < 190))
        {
            (below, holds) = (below + bucket.Sum(one => one.Count), bucket.Key);
        }

        var p95 = PackedHistogram.Merge(record.Slices.Where(slice => slice.Key.Step == "*").Select(slice => slice.Response)).PercentileMicros(95) / 1e6;
        p95.Should().BeInRange(Math.Pow(2, holds * Math.Pow(2, -scale)) * 0.999, Math.Pow(2, (holds + 1) * Math.Pow(2, -scale)) * 1.001);
        metrics["loadlab.iterations"].Sum!.Points.Where(point => Attribute(point.Attributes, "outcome") == "started").Sum(point => point.AsInt).Should().Be(200);
        metrics["loadlab.valid"].Gauge!.Points.Select(point => Attribute(point.Attributes, "check")).Should().BeEquivalentTo("schedule-lag", "dropped", "canary");
    }

    [Fact]
    public async Task A_collector_that_is_not_there_is_told_before_any_load()
    {
        var seen = 0;
        await using var target = await StubServer.StartAsync(_ =>
        {
            Interlocked.Increment(ref seen);
            return Task.CompletedTask;
        });
        var port = NativeServers.FreePort();

        await using var cli = LaunchedCli.Start(_results, "http", target.Address.ToString(), "--iterations", "5", "--otlp", $"http://127.0.0.1:{port}");
        await cli.EndAsync();

        cli.ExitCode.Should().Be(104);
        cli.Error.Should().Contain($"--otlp http://127.0.0.1:{port}/v1/metrics cannot be reached");
        seen.Should().Be(0);
    }

    [Fact]
    public async Task A_collector_that_breaks_in_the_middle_is_warned_of_and_fails_nothing()
    {
        var asked = 0;
        await using var collector = await StubServer.StartAsync(context =>
        {
            // The first one is the question whether it is there.
            context.Response.StatusCode = Interlocked.Increment(ref asked) == 1 ? 200 : 400;
            return Task.CompletedTask;
        });
        await using var target = await StubServer.StartAsync();

        await using var cli = LaunchedCli.Start(_results, "http", target.Address.ToString(), "--users", "1", "--iterations", "20", "--otlp", collector.Address.ToString());
        await cli.EndAsync();

        cli.ExitCode.Should().BeOneOf([0, 97], cli.Error);
        cli.Error.Should().Contain("Warning: live figures do not reach").And.Contain("it answered 400").And.Contain("The run goes on; its record is whole.");
        new RunStore(_results).Read(RunStore.Latest).Record.Phases[0].Measured.Ok.Should().Be(20);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_before_any_load()
    {
        await using var target = await StubServer.StartAsync();

        await using var cli = LaunchedCli.Start(_results, "http", target.Address.ToString(), "--iterations", "5", "--prometheus-listen", target.Address.Port.ToString(CultureInfo.InvariantCulture));
        await cli.EndAsync();

        cli.ExitCode.Should().Be(104);
        cli.Error.Should().Contain($"--prometheus-listen: this machine cannot listen at http://127.0.0.1:{target.Address.Port}/metrics");
    }

    [PrometheusFact]
    public async Task A_real_Prometheus_that_scrapes_a_run_ends_with_the_figures_of_its_record()
    {
        var listen = NativeServers.FreePort();
        var seen = 0;
        await using var target = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref seen) % 5 == 0 ? 503 : 200;
            return Task.CompletedTask;
        });
        await using var prometheus = await ScrapingPrometheus.StartAsync(listen);

        await using var cli = LaunchedCli.Start(
            _results, "http", target.Address.ToString(), "--rate", "20/s", "--duration", "6s", "--warm-up", "0s", "--prometheus-listen", listen.ToString(CultureInfo.InvariantCulture));
        await cli.EndAsync();

        var record = new RunStore(_results).Read(RunStore.Latest).Record;
        var measured = record.Phases[0].Measured;
        (await prometheus.LastAsync("sum(max_over_time(loadlab_requests_total{class=\"ok\"}[10m]))")).Should().Be(measured.Ok);
        (await prometheus.LastAsync("sum(max_over_time(loadlab_requests_total{class!=\"ok\"}[10m]))")).Should().Be(measured.Failed);
        (await prometheus.LastAsync("sum(max_over_time(loadlab_request_duration_seconds_count[10m]))")).Should().Be(measured.Ok + measured.Failed);
        (await prometheus.LastAsync("sum(max_over_time(loadlab_iterations_total{outcome=\"started\"}[10m]))")).Should().Be(measured.Started);

        // A classic bucket ends at 1 s: what the record has at or below it. OpenMetrics writes 1.0.
        var within = record.Slices.Sum(slice => slice.Response.Values.Where(value => value.Micros <= 1_000_000).Sum(value => value.Count));
        (await prometheus.LastAsync("sum(max_over_time(loadlab_request_duration_seconds_bucket{le=~\"1|1[.]0\"}[10m]))")).Should().Be(within);
        (await prometheus.LastAsync($"max(max_over_time(loadlab_run{{run_id=\"{record.RunId}\"}}[10m]))")).Should().Be(1);
        await HasItsPercentilesAsync(prometheus, record);
    }

    [PrometheusFact]
    public async Task A_real_Prometheus_that_is_written_to_ends_with_the_figures_of_the_record_and_its_series_end_with_the_run()
    {
        await using var target = await StubServer.StartAsync(context => Task.Delay(context.Connection.RemotePort % 5 * 20));
        await using var prometheus = await ScrapingPrometheus.StartReceiverAsync();

        await using var cli = LaunchedCli.Start(
            _results, "http", target.Address.ToString(), "--rate", "20/s", "--duration", "6s", "--warm-up", "0s", "--prometheus-remote-write", prometheus.Address.ToString());
        await cli.EndAsync();

        var record = new RunStore(_results).Read(RunStore.Latest).Record;
        var measured = record.Phases[0].Measured;
        var run = $"job=\"loadlab\",instance=\"{record.RunId}\"";
        cli.Error.Should().NotContain("do not reach");
        record.Findings.Should().NotContain(finding => finding.Check == "live-remote-write");
        (await prometheus.LastAsync($"sum(max_over_time(loadlab_requests_total{{{run},class=\"ok\"}}[10m]))")).Should().Be(measured.Ok);
        (await prometheus.LastAsync($"sum(max_over_time(loadlab_iterations_total{{{run},outcome=\"scheduled\"}}[10m]))")).Should().Be(measured.Scheduled);
        (await prometheus.LastAsync($"sum(max_over_time(loadlab_request_duration_seconds_count{{{run}}}[10m]))")).Should().Be(measured.Ok + measured.Failed);
        (await prometheus.LastAsync($"max(max_over_time(loadlab_run{{run_id=\"{record.RunId}\"}}[10m]))")).Should().Be(1);
        await HasItsPercentilesAsync(prometheus, record);
        (await prometheus.LastAsync($"count(last_over_time({{{run}}}[10m]))")).Should().BeGreaterThan(30);
        (await prometheus.LastAsync($"count({{{run}}}) or vector(0)")).Should().Be(0, "a series of a run that is over has no value any more");
    }

    [Fact]
    public async Task A_receiver_of_remote_write_that_is_none_is_told_before_any_load()
    {
        await using var receiver = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        await using var target = await StubServer.StartAsync();

        await using var cli = LaunchedCli.Start(_results, "http", target.Address.ToString(), "--iterations", "5", "--prometheus-remote-write", receiver.Address.ToString());
        await cli.EndAsync();

        cli.ExitCode.Should().Be(104);
        cli.Error.Should().Contain($"--prometheus-remote-write {receiver.Address}api/v1/write answered 404").And.Contain("--web.enable-remote-write-receiver");
        target.Arrivals.Should().BeEmpty();
    }

    [Theory]
    [InlineData("--otlp", "live-otlp", "dies")]
    [InlineData("--otlp", "live-otlp", "hangs")]
    [InlineData("--otlp", "live-otlp", "500")]
    [InlineData("--prometheus-remote-write", "live-remote-write", "dies")]
    [InlineData("--prometheus-remote-write", "live-remote-write", "hangs")]
    [InlineData("--prometheus-remote-write", "live-remote-write", "500")]
    public async Task A_receiver_that_is_lost_in_the_middle_costs_the_load_nothing_and_the_end_says_what_it_did_not_get(string option, string check, string how)
    {
        var asked = 0;
        var died = Task.CompletedTask;
        var receiver = await StubServer.StartAsync();
        await using var _ = receiver;
        receiver.Handle = async context =>
        {
            // The first one is the question whether it is there.
            if (Interlocked.Increment(ref asked) == 1)
            {
                if (how == "dies")
                {
                    context.Response.OnCompleted(() =>
                    {
                        died = Task.Run(async () => await receiver.DisposeAsync());
                        return Task.CompletedTask;
                    });
                }

                return;
            }

            context.Response.StatusCode = 500;
            if (how == "hangs")
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        };
        await using var target = await StubServer.StartAsync();

        await using var cli = LaunchedCli.Start(_results, "http", target.Address.ToString(), "--rate", "20/s", "--duration", "7s", "--warm-up", "0s", option, receiver.Address.ToString());
        await cli.EndAsync();

        var run = new RunStore(_results).Read(RunStore.Latest);
        await died;
        asked.Should().BeGreaterThanOrEqualTo(how == "dies" ? 1 : 2, "it was written to");
        run.Record.Phases[0].Measured.Should().Match<Counts>(counts => counts.Scheduled == 140 && counts.Dropped == 0 && counts.Ok == 140);
        target.Arrivals.Should().HaveCount(140);
        var lost = run.Record.Findings.Single(finding => finding.Check == check);
        lost.Severity.Should().Be(FindingSeverity.Warning);
        lost.Seen.Should().Contain($" exports of live figures did not reach {receiver.Address}").And.Contain("the last one among them");
        run.Evaluation!.Validity.Findings.Should().NotContain(finding => finding.Check == check && finding.Severity == FindingSeverity.Invalid);
        cli.ExitCode.Should().Be(run.Evaluation.Validity.Status == LoadLab.Core.Verdicts.ValidityStatus.Valid ? 0 : 97, cli.Error);
        cli.Error.Should().Contain("Warning: live figures do not reach").And.Contain("The run goes on; its record is whole.");
    }

    private static async Task ReceiveAsync(HttpContext context, ConcurrentQueue<OtlpRequest> received)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        body.Position = 0;
        received.Enqueue(Serializer.Deserialize<OtlpRequest>(body));
    }

    /// <summary>A percentile that is read from classic buckets lies in the bucket that holds the run's own.</summary>
    private static async Task HasItsPercentilesAsync(ScrapingPrometheus prometheus, RunRecord record)
    {
        var times = PackedHistogram.Merge(record.Slices.Where(slice => slice.Key is { Step: "*", Measured: true, Class: ResultClasses.Ok }).Select(slice => slice.Response));
        foreach (var percentile in new[] { 50.0, 95 })
        {
            var own = times.PercentileMicros(percentile) / 1e6;
            var bounds = LiveBuckets.Of([]);
            var at = Array.FindIndex(bounds, bound => bound >= own);
            var read = await prometheus.LastAsync(string.Create(
                CultureInfo.InvariantCulture, $"histogram_quantile({percentile / 100}, sum by (le) (max_over_time(loadlab_request_duration_seconds_bucket{{measured=\"true\",result=\"ok\"}}[10m])))"));
            read.Should().BeInRange((at == 0 ? 0 : bounds[at - 1]) * 0.999, bounds[at] * 1.001, "the run's own P{0} is {1} s", percentile, own);
        }
    }

    private static long Requests(Dictionary<string, OtlpMetric> metrics, string resultClass) =>
        metrics["loadlab.requests"].Sum!.Points.Where(point => Attribute(point.Attributes, "class") == resultClass).Sum(point => point.AsInt);

    private static string? Attribute(List<OtlpAttribute> attributes, string key) => attributes.Find(attribute => attribute.Key == key)?.Value?.Text;
}
