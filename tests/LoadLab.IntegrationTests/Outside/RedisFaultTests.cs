using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.IntegrationTests.Engine;
using LoadLab.Stacks.Clients;
using LoadLab.Stacks.External;
using LoadLab.Stacks.Probes;
using StackExchange.Redis;
using static LoadLab.IntegrationTests.Stacks.ProbeSamples;

namespace LoadLab.IntegrationTests.Outside;

/// <summary>What is said of a real Redis that cannot be used as it was asked for, before any load; and of one whose counters begin anew while a run lasts.</summary>
public sealed class RedisFaultTests : IDisposable
{
    private const string WrongPassword = " is wrong, or there is no such user, or it is switched off (WRONGPASS). Correct user=…,password=…";
    private const string SpeaksTls = "it speaks TLS: add ssl=true, or write rediss://";
    private const string SpeaksNoTls = "it does not speak TLS: leave out ssl=true, or write redis:// and not rediss://";
    private readonly RedisLab _lab = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _lab.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task A_user_that_is_not_taken_is_told_even_where_the_default_user_is_open()
    {
        var port = await _lab.StartAsync();
        await AdminAsync(port, "ACL", "SETUSER", "ann", "on", ">right", "~*", "+@all");

        (await FaultAsync($"127.0.0.1:{port},user=ann,password=wrong")).Should().EndWith("the password of user 'ann'" + WrongPassword);
        (await FaultAsync($"redis://nobody:wrong@127.0.0.1:{port}")).Should().EndWith("the password of user 'nobody'" + WrongPassword);
        (await LinesAsync($"127.0.0.1:{port},user=ann,password=right")).Should().EndWith("answers");
        (await LinesAsync($"127.0.0.1:{port},password=any")).Should().EndWith("answers (it asks for no password, so the one that was given proves nothing)");
    }

    [Fact]
    public async Task Each_answer_of_a_redis_with_a_password_is_told_as_that()
    {
        var port = await _lab.StartAsync("--requirepass", "ab,cd");

        (await FaultAsync($"127.0.0.1:{port}")).Should().EndWith("it wants a password: add password=… (and user=… for an ACL user)");
        (await FaultAsync($"127.0.0.1:{port},password=hidden")).Should().EndWith("the password of the default user" + WrongPassword).And.NotContain("hidden");
        (await FaultAsync($"127.0.0.1:{port},password=ab,cd")).Should().Contain("it cannot be read. Write host:port,password=…").And.NotContain("cd").And.NotContain("ab,");
        (await LinesAsync($"redis://:ab%2Ccd@127.0.0.1:{port}/0")).Should().EndWith($"at 127.0.0.1:{port} answers");
    }

    [Fact]
    public async Task The_rights_that_the_finding_advises_are_enough_and_none_is_too_many()
    {
        var port = await _lab.StartAsync();
        var words = RedisRights.Probe.Split(' ');
        await AdminAsync(port, "RPUSH", "work", "1");
        await AdminAsync(port, "ACL", ["SETUSER", "probe", "reset", "on", ">p", .. words]);
        var configuration = $"127.0.0.1:{port},user=probe,password=p";

        (await LinesAsync(configuration)).Should().EndWith("answers");
        var (sample, findings) = await ProbeAsync(configuration);
        findings.Should().BeEmpty();
        sample.Where(value => !value.Key.Contains('{', StringComparison.Ordinal)).Should().NotContain(value => double.IsNaN(value.Value), "every right that is needed is there");

        foreach (var left in words)
        {
            await AdminAsync(port, "ACL", ["SETUSER", "probe", "reset", "on", ">p", .. words.Except([left])]);
            if (left == "+ping")
            {
                (await FaultAsync(configuration)).Should().EndWith($"user 'probe' may log in, and has no right to run PING (NOPERM). Run in Redis: ACL SETUSER <the user of stack.external.redis> {RedisRights.Probe}");
                continue;
            }

            findings = (await ProbeAsync(configuration)).Findings;
            findings.Should().Contain(finding => finding.Check == "redis-rights" && finding.Advice.EndsWith(RedisRights.Probe, StringComparison.Ordinal), "{0} is needed", left)
                .Which.Seen.Should().Contain("NOPERM");
        }
    }

    [Fact]
    public async Task The_rights_that_are_advised_for_a_celery_broker_are_enough_and_none_is_too_many()
    {
        var port = await _lab.StartAsync();
        var words = RedisRights.Celery.Split(' ');
        await AdminAsync(port, "SADD", "_kombu.binding.work", "x");
        await AdminAsync(port, "ACL", ["SETUSER", "probe", "reset", "on", ">p", .. words]);
        (await WorkersAsync(port, waits: 3_600)).Should().Be((1, 0, null));

        foreach (var left in words)
        {
            await AdminAsync(port, "ACL", ["SETUSER", "probe", "reset", "on", ">p", .. words.Except([left])]);
            var (workers, length, fault) = await WorkersAsync(port, waits: 40);
            (fault is not null || double.IsNaN(workers) || double.IsNaN(length)).Should().BeTrue("{0} is needed", left);
        }
    }

    [Fact]
    public async Task Tls_is_told_by_its_fault()
    {
        using var expired = _authority.Issue("127.0.0.1", until: new DateTimeOffset(2020, 3, 1, 0, 0, 0, TimeSpan.Zero));
        using var other = _authority.Issue("cache.example");
        TestAuthority.Write(expired, Path.Combine(_lab.Root, "expired"));
        TestAuthority.Write(other, Path.Combine(_lab.Root, "other"));
        var port = await _lab.StartTlsAsync("expired");

        (await FaultAsync($"127.0.0.1:{port},ssl=true")).Should().Contain("the certificate of '127.0.0.1' is not accepted: it has expired; its issuer is not known to this machine (issued by 'Test Authority'");
        (await FaultAsync($"127.0.0.1:{port}")).Should().EndWith(SpeaksTls);
        (await FaultAsync($"127.0.0.1:{port},password=hidden")).Should().EndWith(SpeaksTls);
        (await FaultAsync($"rediss://127.0.0.1:{await _lab.StartTlsAsync("other")}")).Should().Contain("it is for 'cache.example', not for '127.0.0.1'; its issuer is not known to this machine").And.Contain("Give sslHost=");
        (await FaultAsync($"rediss://127.0.0.1:{await _lab.StartAsync()}")).Should().EndWith(SpeaksNoTls);
        (await FaultAsync($"127.0.0.1:{await _lab.StartAsync("--requirepass", "x")},password=x,ssl=true")).Should().EndWith(SpeaksNoTls);
        await using var http = await StubServer.StartAsync();
        (await FaultAsync(http.Address.Authority)).Should().EndWith("what listens there is no Redis: it answered 'HTTP/1.1 400 Bad Request'");
    }

    [Fact]
    public async Task Counters_that_are_reset_in_mid_run_cost_a_second_and_are_told()
    {
        var port = await _lab.StartAsync();
        await using var client = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port},allowAdmin=true");
        var database = client.GetDatabase();
        await using var probe = new RedisProbe($"127.0.0.1:{port}");
        await SampleAsync(probe);
        await PushAsync(100);
        await SampleAsync(probe);
        await database.ExecuteAsync("CONFIG", "RESETSTAT");
        await PushAsync(150);
        await SampleAsync(probe);
        await PushAsync(20);

        var summary = await probe.SummarizeAsync(CancellationToken.None);

        summary.Tables.Single().Rows.Single(row => row[0].Text == "RPUSH")[2].Value.Should().Be(270);
        summary.Findings.Should().ContainSingle(finding => finding.Check == "redis-reset").Which.Seen.Should().Contain("1 reset");

        async Task PushAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                await database.ListRightPushAsync("work", i);
            }
        }
    }

    /// <param name="port">The server's.</param>
    /// <param name="waits">How often a heartbeat that is not there is waited for: long where it must come, for a moment where it must not.</param>
    private static async Task<(double Workers, double Length, string? Fault)> WorkersAsync(int port, int waits)
    {
        await using var probe = new CeleryProbe($"127.0.0.1:{port},user=probe,password=p", ["work"]);
        try
        {
            await SampleAsync(probe);
            await AdminAsync(port, "PUBLISH", "/0.celeryev/worker.heartbeat", $$"""{"body": "{{Convert.ToBase64String("""{"hostname": "w", "type": "worker-heartbeat"}"""u8)}}"}""");
            var sample = await SampleAsync(probe);
            for (var wait = 0; wait < waits && double.IsNaN(sample[MeasureNames.CeleryWorkers]) && (await probe.SummarizeAsync(CancellationToken.None)).Findings.All(finding => !finding.Seen.Contains("NOPERM", StringComparison.Ordinal)); wait++)
            {
                await Task.Delay(25);
                sample = await SampleAsync(probe);
            }

            return (sample[MeasureNames.CeleryWorkers], sample[MeasureNames.QueueLength], null);
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            return (double.NaN, double.NaN, fault.Message);
        }
    }

    private static async Task<(Dictionary<string, double> Sample, IReadOnlyList<Finding> Findings)> ProbeAsync(string configuration)
    {
        await using var probe = new RedisProbe(configuration, new QueueKeys(["work"], []));
        await SampleAsync(probe);
        var sample = await SampleAsync(probe);
        return (sample, (await probe.SummarizeAsync(CancellationToken.None)).Findings);
    }

    private static async Task AdminAsync(int port, string command, params object[] arguments)
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port},allowAdmin=true");
        await client.GetDatabase().ExecuteAsync(command, arguments);
    }

    private static async Task<string> FaultAsync(string redis) =>
        (await FluentActions.Awaiting(() => LinesAsync(redis)).Should().ThrowAsync<LoadLabException>()).Which.Faults.Should().ContainSingle().Subject;

    private static async Task<string> LinesAsync(string redis)
    {
        await using var server = await StubServer.StartAsync();
        var told = new Lines();
        await using var stack = await new ExternalStackProvider().StartAsync(
            new StackPlan { Kind = "external", External = new ExternalStackPlan { BaseUrl = server.Address, Redis = redis } }, 1, told, CancellationToken.None);
        return told.All.Single(line => line.StartsWith("redis", StringComparison.Ordinal));
    }

    private sealed class Lines : IProgress<string>
    {
        public List<string> All { get; } = [];

        public void Report(string value) => All.Add(value);
    }
}
