using LoadLab.IntegrationTests.ReferenceLms;
using Npgsql;

namespace LoadLab.IntegrationTests.ForeignBackends;

/// <summary>An API that nobody here wrote, over Postgres and Redis; Postgres watched through pgbouncer, and a Redis with TLS and an ACL.</summary>
[Collection(ZooDefinition.Name)]
public sealed class ParseServerTests(ForeignServers zoo, NativeServers servers) : IClassFixture<NativeServers>
{
    private static string? s_database;

    [ForeignFact("node", ForeignPrograms.ParseServer, "pgbouncer")]
    public async Task An_api_is_judged_and_its_stack_is_watched_through_pgbouncer_and_tls()
    {
        var postgres = await PostgresAsync();
        var bouncer = new NpgsqlConnectionStringBuilder(postgres) { Port = (await zoo.PgBouncerAsync(new NpgsqlConnectionStringBuilder(postgres).Port))[0] };
        using var suite = new ZooSuite("scenarios: {courses: 1}");

        using var run = await ZooRun.StartAsync(
            TrustedCertificate(), "run", suite.Path, "--external-url", await ApiAsync(), "--external-postgres", bouncer.ConnectionString, "--external-redis", await RedisAsync());

        // Sixty requests are too few for a P99, and what the machine had to spare is not the test's business.
        run.ExitCode.Should().BeOneOf([0, 96, 97], run.Error);
        run.Ok.Should().Be(60, "{0}", string.Join("; ", run.Messages));
        run.Verdict("zoo-p50").Should().BeOneOf("PASS", "FAIL", "INCONCLUSIVE");
        var probes = run.Document.GetProperty("probes").EnumerateArray().Select(probe => probe.GetProperty("name").GetString()).ToList();
        probes.Should().Contain(name => name == "db.sessions").And.Contain(name => name!.StartsWith("redis", StringComparison.Ordinal));
        var fingerprint = run.Document.GetProperty("fingerprint");
        fingerprint.GetProperty("redis.version").GetString().Should().NotBeEmpty();
        fingerprint.GetProperty("postgres.fsync").GetString().Should().Be("on");
        foreach (var file in Directory.EnumerateFiles(run.Results, "*", SearchOption.AllDirectories))
        {
            (await File.ReadAllTextAsync(file)).Should().NotContain("p=w;1", "no secret is kept, and {0} is", file);
        }
    }

    [ForeignFact("node", ForeignPrograms.ParseServer)]
    public async Task A_wrong_password_of_redis_is_told_before_any_load()
    {
        using var suite = new ZooSuite("scenarios: {courses: 1}");

        using var run = await ZooRun.StartAsync(
            TrustedCertificate(), "run", suite.Path, "--external-url", await ApiAsync(), "--external-redis", (await RedisAsync()).Replace("p=w;1", "other9", StringComparison.Ordinal));

        run.ExitCode.Should().Be(104);
        var error = run.Document.GetProperty("error");
        error.ToString().Should().Contain("the password of user 'zoo' is wrong").And.Contain("redis").And.NotContain("other9");
    }

    [ForeignFact("node", ForeignPrograms.ParseServer)]
    public async Task A_login_that_fails_everywhere_is_no_go_with_its_status()
    {
        using var suite = new ZooSuite("scenarios: {login: 1}");

        using var run = await ZooRun.StartAsync("run", suite.Path, "--external-url", await ApiAsync());

        run.Ok.Should().Be(0);
        run.ExitCode.Should().NotBe(0);
        run.Phase.GetProperty("failureSamples").EnumerateObject().Should().NotBeEmpty();
        run.Verdict("zoo-p50").Should().NotBe("PASS");
    }

    /// <summary>TLS of these servers is trusted as people make .NET trust one of their own.</summary>
    private Dictionary<string, string> TrustedCertificate() => new() { ["SSL_CERT_FILE"] = zoo.Certificate };

    private async Task<string> PostgresAsync() => s_database ??= await servers.NewDatabaseAsync();

    private async Task<string> ApiAsync()
    {
        var postgres = new NpgsqlConnectionStringBuilder(await PostgresAsync());
        var ports = await zoo.ParseAsync($"postgres://{postgres.Username}@127.0.0.1:{postgres.Port}/{postgres.Database}", "redis://" + servers.Redis);
        return $"http://127.0.0.1:{ports[0]}";
    }

    private async Task<string> RedisAsync() => $"127.0.0.1:{(await zoo.RedisAsync())[0]},ssl=true,user=zoo,password={ForeignServers.RedisPassword}";
}
