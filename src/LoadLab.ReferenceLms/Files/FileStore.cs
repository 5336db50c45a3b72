using LoadLab.ReferenceLms.Data;

namespace LoadLab.ReferenceLms.Files;

/// <summary>An uploaded file.</summary>
internal sealed record StoredFile(string Name, long Bytes, string Sha256);

/// <summary>What is known of a blob whose row has gone.</summary>
internal readonly record struct RemovedBlob(string Blob, long Bytes);

/// <summary>The list of files in Postgres. Thread-safe.</summary>
internal sealed class FileStore(Database database)
{
    private static readonly Sql Previous = new(
        "file_previous", "DELETE FROM files WHERE user_id = $1 AND course_id = $2 AND name = $3 RETURNING blob, bytes");

    private static readonly Sql Add = new(
        "file_add", "INSERT INTO files (user_id, course_id, name, bytes, sha256, blob) VALUES ($1, $2, $3, $4, $5, $6)");

    private static readonly Sql TotalBytes = new("file_total", "SELECT coalesce(sum(bytes), 0)::bigint FROM files");

    private static readonly Sql RemoveOldest = new(
        "file_remove_oldest",
        """
        DELETE FROM files WHERE id IN (
            SELECT id FROM (SELECT id, sum(bytes) OVER (ORDER BY id DESC) AS up_to FROM files) AS newest_first
            WHERE up_to > $1)
        RETURNING blob, bytes
        """);

    /// <summary>Notes a file, in place of an older one of the same name.</summary>
    /// <returns>The blob of the older one; null when there was none.</returns>
    public Task<RemovedBlob?> ReplaceAsync(
        int userId, int courseId, string name, long bytes, byte[] sha256, string blob, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async (session, cancel) =>
            {
                var removed = await session.ReadAsync(
                    Previous, [Sql.Of(userId), Sql.Of(courseId), Sql.Of(name)], ReadRemovedAsync, cancel).ConfigureAwait(false);
                await session.ExecuteAsync(
                    Add,
                    [Sql.Of(userId), Sql.Of(courseId), Sql.Of(name), Sql.Of(bytes), Sql.Of(sha256), Sql.Of(blob)],
                    cancel).ConfigureAwait(false);
                return removed.Count > 0 ? removed[0] : (RemovedBlob?)null;
            },
            cancellationToken);

    /// <summary>Bytes of all files.</summary>
    public Task<long> ReadTotalBytesAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            TotalBytes,
            [],
            static async (reader, cancel) => await reader.ReadAsync(cancel).ConfigureAwait(false) ? reader.GetInt64(0) : 0,
            cancellationToken);

    /// <summary>Strikes off the oldest files until the rest has at most <paramref name="maxBytes"/>.</summary>
    /// <returns>Their blobs.</returns>
    public Task<List<RemovedBlob>> RemoveOldestAsync(long maxBytes, CancellationToken cancellationToken) =>
        database.ReadAsync(RemoveOldest, [new Npgsql.NpgsqlParameter<decimal> { TypedValue = maxBytes }], ReadRemovedAsync, cancellationToken);

    private static async Task<List<RemovedBlob>> ReadRemovedAsync(Npgsql.NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var removed = new List<RemovedBlob>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            removed.Add(new RemovedBlob(reader.GetString(0), reader.GetInt64(1)));
        }

        return removed;
    }
}
