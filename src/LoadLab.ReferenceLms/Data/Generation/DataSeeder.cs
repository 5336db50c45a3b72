using LoadLab.ReferenceLms.Configuration;
using LoadLab.ReferenceLms.Security;
using Npgsql;
using NpgsqlTypes;

namespace LoadLab.ReferenceLms.Data.Generation;

/// <summary>Writes the generated data with binary COPY, all of it or nothing.</summary>
internal sealed class DataSeeder(NpgsqlDataSource source, LmsOptions options, PasswordHasher hasher)
{
    /// <summary>Seeds an empty database; leaves one that has been seeded alone.</summary>
    /// <returns>What was found there instead, when it differs from what is configured; null when the data is as configured.</returns>
    public async Task<DataOptions?> SeedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false))
        {
            await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({Migrator.LockKey})", cancellationToken).ConfigureAwait(false);
            if (await ReadPresentAsync(connection, cancellationToken).ConfigureAwait(false) is { } present)
            {
                return present == options.Data ? null : present;
            }

            var data = new GeneratedData(options.Data);
            await CopyUsersAsync(connection, data, cancellationToken).ConfigureAwait(false);
            await CopyCoursesAsync(connection, data, cancellationToken).ConfigureAwait(false);
            await CopyLessonsAsync(connection, data, cancellationToken).ConfigureAwait(false);
            await CopyEnrolmentsAsync(connection, data, cancellationToken).ConfigureAwait(false);
            await RecordAsync(connection, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        // Now rather than by autovacuum in the middle of a measurement.
        await ExecuteAsync(connection, "VACUUM (ANALYZE) users, courses, lessons, enrolments", cancellationToken).ConfigureAwait(false);
        return null;
    }

    private static async Task<DataOptions?> ReadPresentAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT users, courses, enrolments, seed FROM generated_data", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new DataOptions { Users = reader.GetInt32(0), Courses = reader.GetInt32(1), Enrolments = reader.GetInt32(2), Seed = reader.GetInt32(3) }
            : null;
    }

    private async Task CopyUsersAsync(NpgsqlConnection connection, GeneratedData data, CancellationToken cancellationToken)
    {
        var hashes = new PasswordHash[GeneratedData.PasswordGroups];
        Parallel.For(0, hashes.Length, group => hashes[group] = hasher.Hash(GeneratedData.PasswordOf(group)));
        await using var writer = await connection.BeginBinaryImportAsync(
            "COPY users (id, email, name, password_salt, password_hash, password_iterations) FROM STDIN (FORMAT binary)", cancellationToken).ConfigureAwait(false);
        foreach (var user in data.Users())
        {
            var hash = hashes[user.PasswordGroup];
            await writer.StartRowAsync(cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(user.Id, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(user.Email, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(user.Name, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(hash.Salt, NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(hash.Hash, NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(hash.Iterations, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
        }

        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task CopyCoursesAsync(NpgsqlConnection connection, GeneratedData data, CancellationToken cancellationToken)
    {
        await using var writer = await connection.BeginBinaryImportAsync(
            "COPY courses (id, code, title, category, summary, lesson_count, assignment, model_answer) FROM STDIN (FORMAT binary)", cancellationToken).ConfigureAwait(false);
        foreach (var course in data.Courses())
        {
            await writer.StartRowAsync(cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(course.Id, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(course.Code, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(course.Title, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(course.Category, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(course.Summary, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(course.LessonCount, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(course.Assignment, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(course.ModelAnswer, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
        }

        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task CopyLessonsAsync(NpgsqlConnection connection, GeneratedData data, CancellationToken cancellationToken)
    {
        await using var writer = await connection.BeginBinaryImportAsync(
            "COPY lessons (course_id, number, title, minutes) FROM STDIN (FORMAT binary)", cancellationToken).ConfigureAwait(false);
        foreach (var lesson in data.Courses().SelectMany(data.Lessons))
        {
            await writer.StartRowAsync(cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(lesson.CourseId, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(lesson.Number, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(lesson.Title, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(lesson.Minutes, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
        }

        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task CopyEnrolmentsAsync(NpgsqlConnection connection, GeneratedData data, CancellationToken cancellationToken)
    {
        await using var writer = await connection.BeginBinaryImportAsync(
            "COPY enrolments (user_id, course_id) FROM STDIN (FORMAT binary)", cancellationToken).ConfigureAwait(false);
        for (var user = 1; user <= options.Data.Users; user++)
        {
            foreach (var course in data.CoursesOf(user))
            {
                await writer.StartRowAsync(cancellationToken).ConfigureAwait(false);
                await writer.WriteAsync(user, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
                await writer.WriteAsync(course, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
            }
        }

        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RecordAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("INSERT INTO generated_data (users, courses, enrolments, seed) VALUES ($1, $2, $3, $4)", connection);
        command.Parameters.Add(Sql.Of(options.Data.Users));
        command.Parameters.Add(Sql.Of(options.Data.Courses));
        command.Parameters.Add(Sql.Of(options.Data.Enrolments));
        command.Parameters.Add(Sql.Of(options.Data.Seed));
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
