using Npgsql;

namespace LoadLab.Sdk.Sql;

/// <summary>SQL on PostgreSQL as steps. An error counts under its SQLSTATE, such as <c>23505</c>; waiting for a connection of the pool is part of the step.</summary>
public static class SqlSteps
{
    /// <summary>Reads rows, as a step of this name.</summary>
    /// <typeparam name="T">A row.</typeparam>
    /// <param name="step">The step.</param>
    /// <param name="context">The iteration's context.</param>
    /// <param name="source">The pool. Make one in <c>WithInit</c>, or in the setup of <c>Scenario.Create</c>, for all users.</param>
    /// <param name="sql">The statement; its parameters are <c>$1</c>, <c>$2</c> …</param>
    /// <param name="read">Reads the row that the reader stands on.</param>
    /// <param name="values">The parameters, in order.</param>
    public static Task<Response<IReadOnlyList<T>>> Query<T>(string step, IScenarioContext context, NpgsqlDataSource source, string sql, Func<NpgsqlDataReader, T> read, params object?[] values)
    {
        ArgumentNullException.ThrowIfNull(read);
        return Run<IReadOnlyList<T>>(step, context, source, async (connection, cancellation) =>
        {
            await using var command = CommandOf(connection, sql, values);
            await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            {
                rows.Add(read(reader));
            }

            return rows;
        });
    }

    /// <summary>Runs a statement, as a step of this name.</summary>
    /// <returns>How many rows it changed.</returns>
    /// <inheritdoc cref="Query{T}"/>
    public static Task<Response<int>> Execute(string step, IScenarioContext context, NpgsqlDataSource source, string sql, params object?[] values) =>
        Run(step, context, source, async (connection, cancellation) =>
        {
            await using var command = CommandOf(connection, sql, values);
            return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        });

    /// <summary>Works with a connection of the pool, as a step of this name: several statements, a transaction, a COPY.</summary>
    /// <typeparam name="T">What the work brings.</typeparam>
    /// <param name="step">The step.</param>
    /// <param name="context">The iteration's context.</param>
    /// <param name="source">The pool.</param>
    /// <param name="work">The work. Pass the token on.</param>
    public static Task<Response<T>> Run<T>(string step, IScenarioContext context, NpgsqlDataSource source, Func<NpgsqlConnection, CancellationToken, Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(work);
        return Step.Run(step, context, async () =>
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(context.CancellationToken).ConfigureAwait(false);
                return Response.Ok(await work(connection, context.CancellationToken).ConfigureAwait(false));
            }
            catch (PostgresException fault) when (!context.CancellationToken.IsCancellationRequested)
            {
                // 57014 is a statement that ran into statement_timeout.
                return Response.Fail<T>(fault.SqlState, fault.MessageText, 0, fault.SqlState == PostgresErrorCodes.QueryCanceled ? FailureKind.Timeout : FailureKind.Status);
            }
        });
    }

    private static NpgsqlCommand CommandOf(NpgsqlConnection connection, string sql, object?[]? values)
    {
        var command = new NpgsqlCommand(sql, connection);
        // A single null is taken for the list of values itself.
        foreach (var value in values ?? [null])
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }
}
