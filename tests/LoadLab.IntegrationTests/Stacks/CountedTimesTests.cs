using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Stacks.Probes;
using Npgsql;
using StackExchange.Redis;

namespace LoadLab.IntegrationTests.Stacks;

/// <summary>Times that the servers count themselves, read from real ones.</summary>
public sealed class CountedTimesTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task Redis_counts_commands_by_their_time_inside_it()
    {
        await using var probe = new RedisProbe(fixture.Stack.RedisConfiguration!);
        await using var client = await ConnectionMultiplexer.ConnectAsync(fixture.Stack.RedisConfiguration!);
        var database = client.GetDatabase();
        var record = new List<ProbeSeries>();
        await SampleAsync(probe, record, 0);

        // Thirty quick ones, and one that counts to thirty million: some 100 ms on any machine.
        for (var i = 0; i < 30; i++)
            await database.StringSetAsync("k", i);
        await database.ScriptEvaluateAsync("local s = 0 for i = 1, 30000000 do s = s + i end return s");
        await SampleAsync(probe, record, 1);

        var times = BucketedTimes.Of(record, MeasureNames.RedisCommandTime, 0, 2)!;
        var slow = times.Counts.Where((_, i) => times.Buckets[i].AboveMs > 10).Sum();
        times.Total.Should().BeInRange(31, 40, "LLEN of the probe counts too, and what the client asks when it connects");
        slow.Should().Be(1);
        times.BucketOf(50)!.UpToMs.Should().BeLessThan(10);
        times.Buckets.Should().AllSatisfy(bucket => bucket.AboveMs.Should().BeApproximately(bucket.UpToMs / 2, 0.0006));
    }

    [Fact]
    public async Task A_redis_that_starts_anew_is_a_reset()
    {
        await using var probe = new RedisProbe(fixture.Stack.RedisConfiguration!);
        await using var client = await ConnectionMultiplexer.ConnectAsync(fixture.Stack.RedisConfiguration! + ",allowAdmin=true");
        var record = new List<ProbeSeries>();
        await client.GetDatabase().StringSetAsync("k", 1);
        await SampleAsync(probe, record, 0);
        await client.GetDatabase().ExecuteAsync("CONFIG", "RESETSTAT");

        await SampleAsync(probe, record, 1);
        await client.GetDatabase().StringSetAsync("k", 2);
        await SampleAsync(probe, record, 2);

        BucketedTimes.Of(record, MeasureNames.RedisCommandTime, 0, 3)!.Should().Match<BucketedTimes>(times => times.Resets == 1 && times.Total >= 1 && times.Total < 10);
    }

    [Fact]
    public async Task Postgres_gives_mean_and_deviation_of_the_queries_without_the_probes_own()
    {
        await using var probe = new PostgresProbe(fixture.Stack.PostgresConnectionString!);
        var record = new List<ProbeSeries>();
        for (var second = 0; second < 3; second++)
            await SampleAsync(probe, record, second);
        var idle = Rise(record, MeasureNames.DbStatements, 1, 2);
        await using (var connection = new NpgsqlConnection(fixture.Stack.PostgresConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using (var reset = new NpgsqlCommand("DISCARD ALL; SET work_mem = '5MB'; SELECT pg_advisory_unlock_all()", connection))
                await reset.ExecuteNonQueryAsync();
            for (var i = 0; i < 20; i++)
            {
                await using var command = new NpgsqlCommand(i == 0 ? "SELECT pg_sleep(0.1)" : "SELECT pg_sleep(0)", connection);
                await command.ExecuteNonQueryAsync();
            }
        }

        await SampleAsync(probe, record, 3);

        var (calls, time, squares) = (Rise(record, MeasureNames.DbStatements, 2, 3), Rise(record, MeasureNames.DbStatementTime, 2, 3), Rise(record, MeasureNames.DbStatementTimeSquared, 2, 3));
        idle.Should().Be(0);
        calls.Should().BeInRange(20, 22, "a new client asks for the types of the server; a reset is no query");
        time.Should().BeGreaterThan(100);
        squares.Should().BeGreaterThan(100 * 100).And.BeLessThanOrEqualTo(time * time);
    }

    private static double Rise(List<ProbeSeries> record, string measure, int from, int to)
    {
        var points = record.Single(series => series.Measure.Name == measure).Points;
        return points.Single(point => point.Second == to).Value - points.Single(point => point.Second == from).Value;
    }

    /// <summary>Adds a sample to the record as the runner does.</summary>
    private static async Task SampleAsync(IProbe probe, List<ProbeSeries> record, double second)
    {
        var values = await probe.SampleAsync(CancellationToken.None);
        for (var i = 0; i < values.Count; i++)
        {
            if (i == record.Count)
                record.Add(new ProbeSeries(probe.Measures[i], []));
            if (double.IsFinite(values[i]))
                record[i] = record[i] with { Points = [.. record[i].Points, new ProbePoint(second, values[i])] };
        }
    }
}
