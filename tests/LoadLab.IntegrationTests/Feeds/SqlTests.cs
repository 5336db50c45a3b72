using LoadLab.Sdk.Feeds;
using LoadLab.IntegrationTests.Stacks;
using Npgsql;

namespace LoadLab.IntegrationTests.Feeds;

/// <summary>Items from a real Postgres.</summary>
public sealed class SqlTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private NpgsqlConnection Connection => new(fixture.Stack.PostgresConnectionString + ";Pooling=false");

    [Fact]
    public async Task Rows_are_items_in_the_order_of_the_query_and_the_connection_is_left_as_it_was()
    {
        await using var connection = Connection;

        var items = await Data.LoadSqlAsync(connection, "SELECT n, 'user ' || n FROM generate_series(1, 2500) AS n ORDER BY n DESC", row => (row.GetInt32(0), row.GetString(1)));

        (items.Count, items[0], items[^1]).Should().Be((2_500, (2500, "user 2500"), (1, "user 1")));
        connection.State.Should().Be(System.Data.ConnectionState.Closed);
        await connection.OpenAsync();
        await Data.LoadSqlAsync(connection, "SELECT 1", row => row.GetInt32(0));
        connection.State.Should().Be(System.Data.ConnectionState.Open);
    }

    [Fact]
    public async Task Faults_of_a_result_are_told_with_their_rows_and_a_wrong_query_as_the_database_says()
    {
        await using var connection = Connection;

        (await FluentActions.Awaiting(() => Data.LoadSqlAsync(connection, "SELECT CASE i WHEN 2 THEN NULL ELSE i END FROM generate_series(1, 3) AS series(i) ORDER BY series.i", row => row.GetInt32(0))).Should().ThrowAsync<InvalidDataException>())
            .Which.Message.Should().StartWith("the result of the query, row 2: ");
        (await FluentActions.Awaiting(() => Data.LoadSqlAsync(connection, "SELECT 1 WHERE false", row => row.GetInt32(0))).Should().ThrowAsync<InvalidDataException>()).WithMessage("the result of the query: it has no items.");
        (await FluentActions.Awaiting(() => Data.LoadSqlAsync(connection, "SELECT n FROM generate_series(1, 30) AS n", row => row.GetInt32(0), new DataLimits { MaxItems = 10 })).Should().ThrowAsync<InvalidDataException>())
            .WithMessage("the result of the query: it has more than 10 items.*");
        (await FluentActions.Awaiting(() => Data.LoadSqlAsync(connection, "SELECT nothing_here", row => row.GetInt32(0))).Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be("42703");
        connection.State.Should().Be(System.Data.ConnectionState.Closed);
    }
}
