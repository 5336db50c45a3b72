using LoadLab.ReferenceLms.Metrics;
using Npgsql;

namespace LoadLab.ReferenceLms.Data;

/// <summary>One open connection, for one caller at a time.</summary>
internal sealed class DatabaseSession(NpgsqlConnection connection, TimeSpan queryDelay, LmsMetrics metrics, TimeProvider time)
{
    /// <summary>Reads past everything and tells how many rows a statement changed.</summary>
    public static readonly Func<NpgsqlDataReader, CancellationToken, Task<int>> CountChangedAsync = static async (reader, cancellationToken) =>
    {
        await reader.CloseAsync().ConfigureAwait(false);
        return Math.Max(0, reader.RecordsAffected);
    };

    /// <summary>Runs a query and hands its rows to <paramref name="read"/>. The time until the last row is read is recorded.</summary>
    public async Task<T> ReadAsync<T>(
        Sql sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            await using var batch = new NpgsqlBatch(connection);
            if (queryDelay > TimeSpan.Zero)
            {
                // In the same round trip and on the same connection: to the pool this is a slow query.
                var sleep = new NpgsqlBatchCommand("SELECT pg_sleep($1)");
                sleep.Parameters.Add(Sql.Of(queryDelay.TotalSeconds));
                batch.BatchCommands.Add(sleep);
            }

            var command = new NpgsqlBatchCommand(sql.Text);
            foreach (var parameter in parameters)
            {
                command.Parameters.Add(parameter);
            }

            batch.BatchCommands.Add(command);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            if (queryDelay > TimeSpan.Zero)
            {
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            }

            return await read(reader, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            metrics.QueryFailed();
            throw;
        }
        finally
        {
            metrics.QueryDone(sql.Name, time.GetElapsedTime(started));
        }
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>Rows changed.</returns>
    public Task<int> ExecuteAsync(Sql sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken) =>
        ReadAsync(sql, parameters, CountChangedAsync, cancellationToken);
}
