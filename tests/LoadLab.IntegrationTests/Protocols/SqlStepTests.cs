using LoadLab.Core.Measurement;
using LoadLab.IntegrationTests.Engine;
using LoadLab.IntegrationTests.Outside;
using LoadLab.Sdk;
using LoadLab.Sdk.Sql;
using Npgsql;

namespace LoadLab.IntegrationTests.Protocols;

/// <summary>Against a real Postgres.</summary>
public sealed class SqlStepTests(PostgresLab lab) : IClassFixture<PostgresLab>
{
    [Fact]
    public async Task Statements_are_steps_and_errors_count_under_their_SQLSTATE()
    {
        await lab.RunAsync("create table if not exists things (id int primary key, name text)");
        await lab.RunAsync("truncate things");
        await using var pool = NpgsqlDataSource.Create(lab.ConnectionString + ";Pooling=true;Maximum Pool Size=2");
        IReadOnlyList<string> names = [];
        var run = await RunAsync(async context =>
        {
            var added = await SqlSteps.Execute("add", context, pool, "insert into things values ($1, $2), ($3, $4)", 1, "one", 2, null);
            added.Payload.Value.Should().Be(2);
            await SqlSteps.Execute("again", context, pool, "insert into things values ($1, 'x')", 1);
            await SqlSteps.Run("slow", context, pool, async (connection, cancellation) =>
            {
                await using var command = new NpgsqlCommand("set statement_timeout = '50ms'; select pg_sleep(5)", connection);
                return await command.ExecuteNonQueryAsync(cancellation);
            });
            await SqlSteps.Query("wrong", context, pool, "select no_such_column from things", row => row.GetInt32(0));
            var read = await SqlSteps.Query("read", context, pool, "select name from things where id < $1 order by id", row => row.IsDBNull(0) ? "null" : row.GetString(0), 10);
            names = read.Payload.Value;
            return read;
        });

        names.Should().Equal("one", "null");
        run.Phase.Failures.Select(failure => (failure.Step, failure.Class, failure.Code)).Should().BeEquivalentTo(
            [("again", ResultClasses.StatusOther, "23505"), ("slow", ResultClasses.Timeout, "57014"), ("wrong", ResultClasses.StatusOther, "42703")]);
    }

    [Fact]
    public async Task A_single_null_is_a_value_and_not_the_list_of_them()
    {
        await using var pool = NpgsqlDataSource.Create(lab.ConnectionString);
        var run = await RunAsync(async context => await SqlSteps.Query("null", context, pool, "select $1::text is null", row => row.GetBoolean(0), null!));

        run.Phase.Failures.Should().BeEmpty();
    }

    [Fact]
    public async Task A_session_that_the_server_ends_is_a_failure_and_the_next_step_has_another()
    {
        await using var pool = NpgsqlDataSource.Create(lab.ConnectionString + ";Pooling=true");
        var run = await RunAsync(async context =>
        {
            await SqlSteps.Query("killed", context, pool, "select pg_terminate_backend(pg_backend_pid())", row => row.GetBoolean(0));
            return await SqlSteps.Query("next", context, pool, "select 1", row => row.GetInt32(0));
        });

        run.Phase.Failures.Select(failure => failure.Step).Should().Equal("killed");
        run.Phase.Failures[0].Should().Match<LoadLab.Core.Runs.FailureCount>(failure => failure.Code == "57P01" || failure.Class == ResultClasses.Reset);
    }

    [Fact]
    public async Task A_pool_that_is_used_up_is_a_timeout_and_a_server_that_is_not_there_is_refused()
    {
        await using var pool = NpgsqlDataSource.Create(lab.ConnectionString + ";Pooling=true;Maximum Pool Size=1;Timeout=1");
        await using var nobody = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=u;Database=d");
        await using var held = await pool.OpenConnectionAsync();
        var run = await RunAsync(async context =>
        {
            await SqlSteps.Query("full", context, pool, "select 1", row => row.GetInt32(0));
            return await SqlSteps.Query("gone", context, nobody, "select 1", row => row.GetInt32(0));
        });

        run.Phase.Failures.Where(failure => failure.Step != SeriesKey.WholeIteration).Select(failure => (failure.Step, failure.Class)).Should().BeEquivalentTo([("full", ResultClasses.Timeout), ("gone", ResultClasses.Refused)]);
    }

    private static Task<EngineHarness> RunAsync(Func<IScenarioContext, Task<IResponse>> run) =>
        EngineHarness.RunAsync(EngineHarness.Closed(EngineHarness.Measured(Simulation.IterationsForConstant(1, 1))), run);
}
