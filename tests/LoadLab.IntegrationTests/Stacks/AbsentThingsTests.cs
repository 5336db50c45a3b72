using System.Net;
using LoadLab.Core.Measurement;
using LoadLab.Stacks.External;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Probes;
using LoadLab.Stacks.Processes;
using Npgsql;
using StackExchange.Redis;
using static LoadLab.IntegrationTests.Stacks.ProbeSamples;

namespace LoadLab.IntegrationTests.Stacks;

/// <summary>What each probe says when the thing that it looks at is not there: a gap and a reason, never a 0.</summary>
public sealed class AbsentThingsTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task A_list_that_was_never_there_has_no_length()
    {
        await using var probe = new RedisProbe(fixture.Stack.RedisConfiguration!, new QueueKeys(["absent:queue"], ["absent:held"]));

        var sample = await SampleAsync(probe);
        var summary = await probe.SummarizeAsync(CancellationToken.None);

        sample[MeasureNames.RedisUp].Should().Be(1);
        sample[MeasureNames.QueueLength].Should().Be(double.NaN);
        sample["queue.processing"].Should().Be(double.NaN);
        summary.Findings.Select(finding => finding.Check).Should().BeEquivalentTo([MeasureNames.QueueLength, "queue.processing"]);
        summary.Findings[0].Seen.Should().Be("'absent:queue' never had an item, and Redis keeps no empty list: an empty queue looks like one that does not exist.");
        summary.Late.Should().BeEmpty();
    }

    [Fact]
    public async Task A_list_that_was_emptied_has_0_items_and_had_0_before_its_first()
    {
        using var client = await ConnectionMultiplexer.ConnectAsync(fixture.Stack.RedisConfiguration!);
        await using var probe = new RedisProbe(fixture.Stack.RedisConfiguration!, new QueueKeys(["emptied:queue"], []));
        await SampleAsync(probe);
        await client.GetDatabase().ListLeftPushAsync("emptied:queue", "item");
        (await SampleAsync(probe))[MeasureNames.QueueLength].Should().Be(1);
        await client.GetDatabase().KeyDeleteAsync("emptied:queue");

        var sample = await SampleAsync(probe);
        var summary = await probe.SummarizeAsync(CancellationToken.None);

        sample[MeasureNames.QueueLength].Should().Be(0);
        summary.Findings.Should().BeEmpty();
        summary.Late.Select(late => (late.Measure, late.Value)).Should().Equal((MeasureNames.QueueLength, 0));
    }

    [Fact]
    public async Task A_queue_that_is_a_stream_is_told_as_that_and_costs_nothing_else()
    {
        using var client = await ConnectionMultiplexer.ConnectAsync(fixture.Stack.RedisConfiguration!);
        await client.GetDatabase().StreamAddAsync("a:stream", "field", "value");
        await using var probe = new RedisProbe(fixture.Stack.RedisConfiguration!, new QueueKeys(["a:stream"], []));

        await SampleAsync(probe);
        var second = await SampleAsync(probe);
        var summary = await probe.SummarizeAsync(CancellationToken.None);

        second[MeasureNames.QueueLength].Should().Be(double.NaN);
        second[MeasureNames.RedisMemoryUsed].Should().BePositive("INFO goes on");
        summary.Findings.Should().ContainSingle().Which.Should().Match<Finding>(finding =>
            finding.Check == MeasureNames.QueueLength && finding.Seen == "'a:stream' is a stream, not a list.", "it is no matter of rights");
    }

    [Fact]
    public async Task Celery_whose_queue_does_not_exist_and_whose_workers_nobody_hears_has_no_figures()
    {
        await using var probe = new CeleryProbe(fixture.Stack.RedisConfiguration!, ["absent-tasks"]);

        var sample = await SampleAsync(probe);
        var summary = await probe.SummarizeAsync(CancellationToken.None);

        sample.Values.Should().AllSatisfy(value => value.Should().Be(double.NaN));
        summary.Findings.Select(finding => finding.Check).Should().Equal(MeasureNames.CeleryWorkers, MeasureNames.QueueLength);
    }

    [Fact]
    public async Task A_queue_that_celery_has_bound_is_known_and_empty()
    {
        using var client = await ConnectionMultiplexer.ConnectAsync(fixture.Stack.RedisConfiguration!);
        await client.GetDatabase().SetAddAsync("_kombu.binding.bound-tasks", "bound-tasks\u0006\u0016\u0006\u0016bound-tasks");
        await using var probe = new CeleryProbe(fixture.Stack.RedisConfiguration!, ["bound-tasks"]);

        (await SampleAsync(probe))[MeasureNames.QueueLength].Should().Be(0);
    }

    [Fact]
    public async Task A_redis_that_refuses_to_subscribe_is_connected_to_once_and_its_queue_is_measured()
    {
        using var client = await ConnectionMultiplexer.ConnectAsync(fixture.Stack.RedisConfiguration! + ",allowAdmin=true");
        await client.GetDatabase().ExecuteAsync("ACL", "SETUSER", "deaf", "on", ">looks", "~*", "+@all", "-subscribe", "-psubscribe", "-unsubscribe", "-punsubscribe");
        await client.GetDatabase().ListLeftPushAsync("deaf-tasks", "task");
        await using var probe = new CeleryProbe($"{fixture.Stack.RedisConfiguration},user=deaf,password=looks", ["deaf-tasks"]);
        var samples = new List<Dictionary<string, double>>();
        for (var second = 0; second < 4; second++)
            samples.Add(await SampleAsync(probe));

        var clients = (string?)await client.GetDatabase().ExecuteAsync("CLIENT", "LIST");
        var summary = await probe.SummarizeAsync(CancellationToken.None);

        clients!.Split('\n').Count(line => line.Contains("user=deaf", StringComparison.Ordinal)).Should().BeLessThanOrEqualTo(2, "one connection, and one for subscriptions");
        samples.Should().AllSatisfy(sample => sample[MeasureNames.QueueLength].Should().Be(1));
        samples.Should().AllSatisfy(sample => sample[MeasureNames.CeleryWorkers].Should().Be(double.NaN));
        summary.Findings.Should().ContainSingle().Which.Seen.Should().StartWith("Redis does not let the probe listen to the workers' heartbeats: ");
    }

    [Theory]
    [InlineData(404, "text/plain", "", "answered 404")]
    [InlineData(200, "text/html", "<html>the app</html>", "answers with text/html, not with Prometheus text")]
    public async Task A_target_without_metrics_is_told_once_and_asked_once(int status, string type, string body, string why)
    {
        using var page = new Page(status, type, body);
        await using var probe = new MetricsProbe([page.Address]);

        var samples = new[] { await SampleAsync(probe), await SampleAsync(probe), await SampleAsync(probe) };
        var findings = (await probe.SummarizeAsync(CancellationToken.None)).Findings;

        samples.SelectMany(sample => sample.Values).Should().AllSatisfy(value => value.Should().Be(double.NaN));
        page.Requests.Should().Be(1);
        findings.Should().ContainSingle().Which.Should().Match<Finding>(finding => finding.Severity == FindingSeverity.Info && finding.Check == "metrics");
        findings[0].Seen.Should().Be($"the target has no metrics there: {page.Address} {why}.");
    }

    [Fact]
    public async Task A_metric_that_is_not_there_is_a_gap_whose_reason_names_the_nearest()
    {
        using var page = new Page(200, "text/plain", "app_jobs_waiting 3\napp_pool{state=\"used\"} 2\n");
        await using var probe = new MetricsProbe([page.Address], new Dictionary<string, string>
        {
            [MeasureNames.QueueLength] = "app_job_waiting",
            [MeasureNames.DbPoolUsed] = "app_pool{state=\"busy\"}",
            [MeasureNames.DbPoolIdle] = "app_pool",
        });

        var sample = await SampleAsync(probe);
        var findings = (await probe.SummarizeAsync(CancellationToken.None)).Findings.ToDictionary(finding => finding.Check, finding => finding.Seen);

        (sample[MeasureNames.QueueLength], sample[MeasureNames.DbPoolUsed], sample[MeasureNames.DbPoolIdle]).Should().Be((double.NaN, double.NaN, 2));
        findings.Should().HaveCount(2);
        findings[MeasureNames.QueueLength].Should().EndWith("has no metric app_job_waiting. Did you mean 'app_jobs_waiting'?");
        findings[MeasureNames.DbPoolUsed].Should().EndWith("has app_pool, but never with the labels of app_pool{state=\"busy\"}.");
    }

    [Fact]
    public async Task A_postgres_that_tracks_nothing_and_counts_no_statements_gives_gaps()
    {
        await fixture.RunAsync("CREATE DATABASE untracked");
        await fixture.RunAsync("ALTER DATABASE untracked SET track_activities = off");
        await fixture.RunAsync("ALTER DATABASE untracked SET track_counts = off");
        var builder = new NpgsqlConnectionStringBuilder(fixture.Stack.PostgresConnectionString) { Database = "untracked" };
        await using var probe = new PostgresProbe(builder.ConnectionString);

        var sample = await SampleAsync(probe);
        var summary = await probe.SummarizeAsync(CancellationToken.None);

        sample[MeasureNames.DbUp].Should().Be(1);
        sample[MeasureNames.DbSessionsMax].Should().BePositive();
        new[]
        {
            MeasureNames.DbSessionsActive, MeasureNames.DbSessionsLocked, MeasureNames.DbSessionsIo, MeasureNames.DbLongestStatement, MeasureNames.DbCommits, MeasureNames.DbRollbacks,
            MeasureNames.DbStatements, MeasureNames.DbStatementTime,
        }.Should().AllSatisfy(measure => sample[measure].Should().Be(double.NaN, measure));
        summary.Findings.Select(finding => finding.Check).Should().Equal("postgres-track_activities", "postgres-track_counts", "postgres-statements");
    }

    [Fact]
    public async Task A_redis_without_maxmemory_says_0_for_no_limit()
    {
        using var client = await ConnectionMultiplexer.ConnectAsync(fixture.Stack.RedisConfiguration! + ",allowAdmin=true");
        await client.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        await using var probe = new RedisProbe(fixture.Stack.RedisConfiguration!, new QueueKeys([], []));

        (await SampleAsync(probe))[MeasureNames.RedisMemoryMax].Should().Be(0, "the judge says of a share of it that no limit is configured");
        await client.GetDatabase().ExecuteAsync("CONFIG", "SET", "maxmemory", "256mb");
    }

    [Fact]
    public async Task A_machine_that_tells_nothing_has_gaps()
    {
        await using var probe = new MachineProbe(path => path == "/proc/stat" ? "cpu  1 1 1 1 1 1 1 1 0 0\n" : null, TimeProvider.System);

        (await SampleAsync(probe)).Values.Should().AllSatisfy(value => value.Should().Be(double.NaN));
    }

    [Fact]
    public async Task A_process_that_is_gone_and_a_port_that_nobody_listens_on_have_neither_cpu_nor_memory()
    {
        await using var gone = new ProcessProbe(() => new Dictionary<string, int> { ["api"] = int.MaxValue });
        await using var nobody = LocalProcesses.Probe(new ListeningRoles(new Dictionary<string, int> { ["target"] = LoopbackPort.FindFree() }));

        (await SampleAsync(gone)).Values.Should().AllSatisfy(value => value.Should().Be(double.NaN));
        (await SampleAsync(nobody)).Values.Should().AllSatisfy(value => value.Should().Be(double.NaN));
        (await nobody.SummarizeAsync(CancellationToken.None)).Findings.Should().ContainSingle().Which.Check.Should().Be("cpu.target");
    }

    [Fact]
    public async Task A_backup_that_has_not_ended_has_no_time()
    {
        var never = new TaskCompletionSource();
        await using var probe = new BackupProbe(never.Task.WaitAsync, TimeSpan.FromSeconds(1), TimeProvider.System);

        (await SampleAsync(probe))[MeasureNames.BackupTime].Should().Be(double.NaN);
    }

    /// <summary>A server that answers all alike, and counts.</summary>
    private sealed class Page : IDisposable
    {
        private readonly HttpListener _listener = new();
        private int _requests;

        public Page(int status, string type, string body)
        {
            Address = new Uri(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPort.FindFree()}/metrics"));
            _listener.Prefixes.Add(new Uri(Address, "/").ToString());
            _listener.Start();
            _ = ServeAsync(status, type, body);
        }

        public Uri Address { get; }

        public int Requests => Volatile.Read(ref _requests);

        public void Dispose() => _listener.Close();

        private async Task ServeAsync(int status, string type, string body)
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                Interlocked.Increment(ref _requests);
                (context.Response.StatusCode, context.Response.ContentType) = (status, type);
                context.Response.Close(System.Text.Encoding.UTF8.GetBytes(body), willBlock: false);
            }
        }
    }
}
