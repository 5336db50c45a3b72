using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.IntegrationTests.Engine;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.Stacks.External;
using LoadLab.Stacks.Probes;
using Npgsql;
using static LoadLab.IntegrationTests.Stacks.ProbeSamples;

namespace LoadLab.IntegrationTests.Outside;

/// <summary>A real Postgres that cannot be used as it was asked for, and one whose counters begin anew, or lose entries, while a run lasts.</summary>
public sealed class PostgresFaultTests : IClassFixture<PostgresLab>
{
    private readonly PostgresLab _lab;

    public PostgresFaultTests(PostgresLab lab) => _lab = lab;

    [Fact]
    public async Task Each_way_in_that_is_closed_is_told_as_that()
    {
        await _lab.RunAsync("DROP ROLE IF EXISTS ann; CREATE ROLE ann LOGIN PASSWORD 'right'");
        var at = $"Host=127.0.0.1;Port={_lab.Port};Database=postgres;";

        (await FaultAsync(at + "Username=ann;Password=hidden")).Should().EndWith("the password of user 'ann' is wrong, or there is no such user. Correct Username=…;Password=…").And.NotContain("hidden");
        (await FaultAsync(at + "Username=ann")).Should().EndWith("it wants a password for user 'ann'. Add Password=…");
        (await FaultAsync(at + "Username=shut;Password=x")).Should().Contain("user 'shut' may not log in: pg_hba.conf rejects connection for host");
        (await FaultAsync(at + "Username=sealed;Password=x;SSL Mode=Disable")).Should().Contain("user 'sealed' may not log in: no pg_hba.conf entry").And.Contain("add SSL Mode=Require (sslmode=require)");
        (await FaultAsync(at + "Username=ann;Password=right;SSL Mode=VerifyFull")).Should().Contain(
            "the certificate of 'db.example' is not accepted: it is for 'db.example', not for '127.0.0.1'; it has expired; its issuer is not known to this machine (issued by 'Test Authority'")
            .And.EndWith("Give Root Certificate=FILE (sslrootcert), or SSL Mode=Require (sslmode=require), which checks no certificate");
        (await FaultAsync(at.Replace("=postgres;", "=nowhere;", StringComparison.Ordinal) + "Username=ann;Password=right")).Should().EndWith("there is no database 'nowhere'. Correct Database=…");
        await using var other = new RawServer(async (stream, cancellationToken) =>
        {
            await stream.ReadExactlyAsync(new byte[8], cancellationToken);
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), cancellationToken);
        });
        (await FaultAsync($"Host=127.0.0.1;Port={other.Address.Port};Username=a;Database=d")).Should().EndWith("what listens there is no Postgres");
    }

    [Fact]
    public async Task A_server_without_ssl_that_is_asked_for_it_is_told_as_that()
    {
        await _lab.RunAsync("ALTER SYSTEM SET ssl = off");
        await _lab.RunAsync("SELECT pg_reload_conf()");
        try
        {
            await Eventually.AsyncTrue(async () => (string?)await _lab.ScalarAsync("SHOW ssl") == "off", "the setting is read");
            (await FaultAsync($"Host=127.0.0.1;Port={_lab.Port};Database=postgres;Username=lms;SSL Mode=Require")).Should().EndWith(
                "it does not speak TLS (ssl is off in it), and the connection string demands it. Leave out SSL Mode (sslmode), or switch ssl on in Postgres");
        }
        finally
        {
            await _lab.RunAsync("ALTER SYSTEM SET ssl = on");
            await _lab.RunAsync("SELECT pg_reload_conf()");
            await Eventually.AsyncTrue(async () => (string?)await _lab.ScalarAsync("SHOW ssl") == "on", "the setting is read");
        }
    }

    [Fact]
    public async Task The_grant_that_the_finding_advises_is_enough_and_needed()
    {
        await _lab.RunAsync("DROP ROLE IF EXISTS looker; CREATE ROLE looker LOGIN PASSWORD 'looks'; REVOKE ALL ON pg_stat_statements FROM PUBLIC");
        var looker = $"Host=127.0.0.1;Port={_lab.Port};Database=postgres;Username=looker;Password=looks";
        try
        {
            var findings = await FindingsAsync(looker);
            findings.Select(finding => finding.Check).Should().BeEquivalentTo(["postgres-rights", "postgres-statements"]);
            findings.Single(finding => finding.Check == "postgres-statements").Should().Match<Finding>(finding =>
                finding.Seen == "no top statements: permission denied for view pg_stat_statements" && finding.Advice.StartsWith("GRANT SELECT ON pg_stat_statements", StringComparison.Ordinal));

            await _lab.RunAsync("GRANT pg_read_all_stats TO looker; GRANT SELECT ON pg_stat_statements TO looker");
            (await FindingsAsync(looker)).Should().BeEmpty();
        }
        finally
        {
            await _lab.RunAsync("GRANT SELECT ON pg_stat_statements TO PUBLIC");
        }
    }

    [Fact]
    public async Task A_reset_of_the_statements_in_mid_run_is_told_and_no_sum_is_wrong()
    {
        await using var probe = new PostgresProbe(_lab.ConnectionString);
        await AskAsync("SELECT 1 AS resetting", 3);
        var first = await SampleAsync(probe);
        await AskAsync("SELECT 1 AS resetting", 40);
        await SampleAsync(probe);
        await _lab.RunAsync("SELECT pg_stat_statements_reset()");
        await AskAsync("SELECT 1 AS resetting", 60);
        var last = await SampleAsync(probe);
        await AskAsync("SELECT 1 AS resetting", 5);

        var summary = await probe.SummarizeAsync(CancellationToken.None);

        (last[MeasureNames.DbStatements] - first[MeasureNames.DbStatements]).Should().BeInRange(100, 110, "the reset itself is a query too");
        var table = summary.Tables.Single(table => table.Name == "postgres.statements");
        table.Title.Should().MatchRegex("^Top SQL statements since [0-9:]+ UTC, when their counters began anew, by time in Postgres$");
        table.Rows.Single(row => row[0].Text!.Contains("resetting", StringComparison.Ordinal))[2].Value.Should().Be(65);
        summary.Findings.Should().ContainSingle(finding => finding.Check == "postgres-statements-reset").Which.Seen.Should().StartWith("pg_stat_statements began anew 1 time during the run, the last time at ");
    }

    [Fact]
    public async Task Statements_that_are_dropped_for_want_of_room_never_count_twice()
    {
        await AskAsync("SELECT 1 AS steady", 2000);
        await using var probe = new PostgresProbe(_lab.ConnectionString);
        var first = await SampleAsync(probe);

        // pg_stat_statements.max is 100 here: more statements than that, each another one.
        for (var i = 0; i < 150; i++)
        {
            await AskAsync($"SELECT {string.Join(", ", Enumerable.Repeat("1", i + 1))}", 1);
        }

        var last = await SampleAsync(probe);

        (last[MeasureNames.DbStatements] - first[MeasureNames.DbStatements]).Should().BeInRange(0, 160, "2,000 calls of before are no calls of the run");
        (await probe.SummarizeAsync(CancellationToken.None)).Findings.Should().ContainSingle(finding => finding.Check == "postgres-statements-dropped");
    }

    [Fact]
    public async Task A_reset_of_the_database_and_a_restart_are_told()
    {
        await using var probe = new PostgresProbe(_lab.ConnectionString);
        await SampleAsync(probe);
        var before = await SampleAsync(probe);
        await _lab.RunAsync("SELECT pg_stat_reset()");
        await AskAsync("SELECT 1", 50);
        await Eventually.AsyncTrue(async () => (long)(await _lab.ScalarAsync("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"))! >= 50, "the commits are counted");
        var after = await SampleAsync(probe);
        await _lab.RestartAsync();
        await SampleAsync(probe);

        (after[MeasureNames.DbCommits] - before[MeasureNames.DbCommits]).Should().BeInRange(50, 500);
        var findings = (await probe.SummarizeAsync(CancellationToken.None)).Findings;
        findings.Select(finding => finding.Check).Should().Contain(["postgres-reset", "postgres-restart"]);
    }

    private Task AskAsync(string sql, int times) => _lab.RunAsync(sql, times);

    private static async Task<IReadOnlyList<Finding>> FindingsAsync(string connection)
    {
        await using var probe = new PostgresProbe(connection);
        await SampleAsync(probe);
        return (await probe.SummarizeAsync(CancellationToken.None)).Findings;
    }

    private static async Task<string> FaultAsync(string postgres)
    {
        await using var server = await StubServer.StartAsync();
        var plan = new StackPlan { Kind = "external", External = new ExternalStackPlan { BaseUrl = server.Address, Postgres = postgres } };
        return (await FluentActions.Awaiting(() => new ExternalStackProvider().StartAsync(plan, 1, new Progress<string>(), CancellationToken.None)).Should().ThrowAsync<LoadLabException>())
            .Which.Faults.Should().ContainSingle().Subject;
    }
}
