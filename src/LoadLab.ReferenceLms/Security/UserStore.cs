using LoadLab.ReferenceLms.Data;

namespace LoadLab.ReferenceLms.Security;

/// <summary>A user as far as logging in needs one.</summary>
internal sealed record UserCredentials(int Id, PasswordHash Password);

/// <summary>Users in Postgres. Thread-safe.</summary>
internal sealed class UserStore(Database database)
{
    private static readonly Sql FindByEmail = new(
        "user_by_email", "SELECT id, password_salt, password_hash, password_iterations FROM users WHERE email = $1");

    private static readonly Sql ReplaceHash = new(
        "user_replace_hash", "UPDATE users SET password_salt = $2, password_hash = $3, password_iterations = $4 WHERE id = $1");

    /// <summary>The user with this e-mail address; null when there is none.</summary>
    public Task<UserCredentials?> FindAsync(string email, CancellationToken cancellationToken) =>
        database.ReadAsync(
            FindByEmail,
            [Sql.Of(email)],
            static async (reader, cancel) => await reader.ReadAsync(cancel).ConfigureAwait(false)
                ? new UserCredentials(
                    reader.GetInt32(0),
                    new PasswordHash(reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<byte[]>(2), reader.GetInt32(3)))
                : null,
            cancellationToken);

    /// <summary>Stores a new hash of the same password.</summary>
    public Task ReplacePasswordAsync(int userId, PasswordHash hash, CancellationToken cancellationToken) =>
        database.ExecuteAsync(ReplaceHash, [Sql.Of(userId), Sql.Of(hash.Salt), Sql.Of(hash.Hash), Sql.Of(hash.Iterations)], cancellationToken);
}
