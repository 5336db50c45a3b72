using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Clients;
using LoadLab.Stacks.Probes;

namespace LoadLab.Tests.Stacks.Probes;

public sealed class ProbeTableTests
{
    [Fact]
    public void The_statements_of_a_run_are_the_difference_of_two_readings()
    {
        var before = new Dictionary<long, StatementTotals> { [1] = new("SELECT a", 100, 50, 100), [2] = new("SELECT b", 10, 900, 10), [3] = new("SELECT idle", 7, 70, 7) };
        var after = new Dictionary<long, StatementTotals>
        {
            [1] = new("SELECT  a\n  FROM t", 140, 350, 180),
            [2] = new("SELECT b", 20, 1_000, 20),
            [3] = new("SELECT idle", 7, 70, 7),
            [4] = new($"SELECT {PostgresStatements.Mark} 1", 60, 9_000, 60),
        };

        var table = PostgresStatements.Table(PostgresStatements.Difference(before, after))!;

        table.Rows.Should().HaveCount(2, "what did not run and what is LoadLab's own is left out");
        Texts(table).Should().Equal("SELECT a FROM t", "SELECT b");
        Numbers(table.Rows[0]).Should().Equal(0.75, 40, 7.5, 300, 2);
        Numbers(table.Rows[1]).Should().Equal(0.25, 10, 10, 100, 1);
    }

    [Fact]
    public void Totals_that_fell_were_reset_and_count_since_then()
    {
        var before = new Dictionary<long, StatementTotals> { [1] = new("SELECT a", 100, 500, 100) };
        var after = new Dictionary<long, StatementTotals> { [1] = new("SELECT a", 4, 8, 4) };

        Numbers(PostgresStatements.Table(PostgresStatements.Difference(before, after))!.Rows[0]).Should().Equal(1, 4, 2, 8, 1);
    }

    [Fact]
    public void The_rest_beyond_the_top_is_one_row_and_the_shares_add_up_to_one()
    {
        var after = Enumerable.Range(1, 14).ToDictionary(number => (long)number, number => new StatementTotals($"SELECT {number}", number, number * 10, 0));

        var table = PostgresStatements.Table(PostgresStatements.Difference(new Dictionary<long, StatementTotals>(), after))!;

        table.Rows.Should().HaveCount(PostgresStatements.Top + 1);
        Texts(table)[^1].Should().Be("(4 more)");
        Numbers(table.Rows[^1]).Skip(1).Should().Equal(1 + 2 + 3 + 4, 10, 100, 0);
        table.Rows.Sum(row => row[1].Value).Should().BeApproximately(1, 1e-12);
    }

    [Fact]
    public void Passwords_are_never_shown_and_what_may_not_be_read_is_said_so()
    {
        var after = new Dictionary<long, StatementTotals>
        {
            [0] = new(null, 5, 10, 0),
            [1] = new("CREATE ROLE x PASSWORD 'hidden'", 1, 5, 0),
            [2] = new("SELECT password_hash FROM users WHERE name = $1", 1, 1, 0),
        };

        Texts(PostgresStatements.Table(PostgresStatements.Difference(new Dictionary<long, StatementTotals>(), after))!)
            .Should().Equal("(of roles that this one may not read)", "(a statement with a password)", "SELECT password_hash FROM users WHERE name = $1");
    }

    [Fact]
    public void Nothing_that_ran_is_no_table()
    {
        PostgresStatements.Table([]).Should().BeNull();
        new WaitEvents().Table().Should().BeNull();
        new RedisCommandWatch().Table().Should().BeNull();
    }

    [Fact]
    public void Wait_events_are_shares_of_what_the_active_sessions_did()
    {
        var waits = new WaitEvents();
        waits.Add([("Lock", "tuple", 6), ("", "", 2)]);
        waits.Add([("", "", 1), ("IO", "WALSync", 1)]);
        waits.Add([]);
        waits.Add([]);

        var table = waits.Table()!;

        Texts(table).Should().Equal("Lock: tuple", "(running)", "IO: WALSync");
        Numbers(table.Rows[0]).Should().Equal(0.6, 1.5, 0.25);
        Numbers(table.Rows[1]).Should().Equal(0.3, 0.75, 0.5);
        Numbers(table.Rows[2]).Should().Equal(0.1, 0.25, 0.25);
    }

    [Fact]
    public void Redis_commands_are_the_difference_of_two_readings()
    {
        var before = RedisCommands.Parse(RedisClient.ParseInfo("# Commandstats\r\ncmdstat_get:calls=10,usec=100,usec_per_call=10.00,rejected_calls=0,failed_calls=1\r\ncmdstat_set:calls=9,usec=90,usec_per_call=10.00"));
        var after = RedisCommands.Parse(RedisClient.ParseInfo("""
            cmdstat_get:calls=110,usec=3100,usec_per_call=28.18,rejected_calls=0,failed_calls=4
            cmdstat_set:calls=9,usec=90,usec_per_call=10.00
            cmdstat_config|get:calls=2,usec=1000,usec_per_call=500.00,rejected_calls=0,failed_calls=0
            cmdstat_info:calls=60,usec=90000,usec_per_call=1500.00,rejected_calls=0,failed_calls=0
            """));

        var watch = new RedisCommandWatch();
        watch.Add(before, 19, "a");
        watch.Add(after, 179, "a");
        var table = watch.Table()!;

        watch.Finding().Should().BeNull();
        Texts(table).Should().Equal("GET", "CONFIG GET");
        Numbers(table.Rows[0]).Should().Equal(0.75, 100, 0.03, 3, 3);
        Numbers(table.Rows[1]).Should().Equal(0.25, 2, 0.5, 1, 0);
    }

    [Fact]
    public void Redis_counters_that_begin_anew_cost_a_second_and_not_the_run()
    {
        var watch = new RedisCommandWatch();
        watch.Add(Gets(100), 1000, "a");
        watch.Add(Gets(800), 1700, "a");
        watch.Add(Gets(900), 950, "a"); // Reset, and 900 since: more than before, which only the total of all shows.
        watch.Add(Gets(950), 1000, "a");
        watch.Add(Gets(960), 1010, "b"); // Restarted, and 960 since.

        Numbers(watch.Table()!.Rows[0]).ElementAt(1).Should().Be(700 + 900 + 50 + 960);
        watch.Finding()!.Seen.Should().Be("the counters of Redis began anew during the run: 1 reset, 1 restart. What ran in the second before each is in no figure.");

        static IReadOnlyDictionary<string, CommandTotals> Gets(long calls) => new Dictionary<string, CommandTotals> { ["get"] = new(calls, calls * 10, 0) };
    }

    [Fact]
    public void A_restart_of_Redis_that_the_suite_asks_for_has_words_of_its_own_and_a_reset_beside_it_has_not()
    {
        var watch = new RedisCommandWatch();
        watch.Add(Gets(100), 100, "a");
        watch.Planned().Should().BeNull();
        watch.Add(Gets(5), 5, "b");

        var planned = watch.Planned()!;
        (planned.Check, planned.Role, planned.Times, planned.Told.Severity).Should().Be((watch.Finding()!.Check, "redis", 1, FindingSeverity.Info));
        planned.Told.Seen.Should().Be("Redis was started again 1 time, as the suite's faults say, and its counters began anew. What ran in the second before each is in no figure.");
        watch.Add(Gets(1), 1, "b");
        watch.Planned().Should().BeNull("nobody asked for the reset");

        static IReadOnlyDictionary<string, CommandTotals> Gets(long calls) => new Dictionary<string, CommandTotals> { ["get"] = new(calls, calls * 10, 0) };
    }

    [Fact]
    public void What_began_anew_with_a_Postgres_that_the_suite_stops_is_told_as_that()
    {
        var resets = new PostgresResets();
        resets.Add(new DateTime(2026, 1, 1), null);
        resets.Planned().Should().BeEmpty();
        resets.Add(new DateTime(2026, 1, 2), new DateTime(2026, 1, 2));

        resets.Planned().Select(planned => (planned.Check, planned.Role, planned.Times, planned.Told.Severity)).Should().Equal(
            ("postgres-restart", "postgres", 1, FindingSeverity.Info), ("postgres-reset", "postgres", 1, FindingSeverity.Info));
        resets.Planned().Select(planned => planned.Check).Should().Equal(resets.Findings().Select(finding => finding.Check));
    }

    [Fact]
    public void A_counter_that_begins_anew_goes_on_and_one_that_loses_entries_stands_still()
    {
        var total = new CounterTotal();

        new[] { (1000.0, false, false), (1100, false, false), (double.NaN, false, false), (1150, true, false), (20, false, false), (30, false, false), (25, false, true), (45, false, true) }
            .Select(now => total.Add(now.Item1, now.Item2, now.Item3)).Should().Equal(1000, 1100, double.NaN, 2250, 2270, 2280, 2280, 2300);
    }

    private static IReadOnlyList<string?> Texts(ProbeTable table) => [.. table.Rows.Select(row => row[0].Text)];

    private static IEnumerable<double> Numbers(IReadOnlyList<ProbeCell> row) => row.Skip(1).Select(cell => cell.Value!.Value);
}
