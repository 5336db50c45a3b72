using LoadLab.ReferenceLms.Data;

namespace LoadLab.ReferenceLms.Enrolments;

/// <summary>What saving a progress came to.</summary>
internal enum ProgressOutcome
{
    /// <summary>It is stored.</summary>
    Saved,

    /// <summary>The user is not enrolled in the course.</summary>
    NotEnrolled,

    /// <summary>The course has no lesson of that number.</summary>
    NoSuchLesson,
}

/// <summary>Enrolments and progress in Postgres. Thread-safe.</summary>
internal sealed class EnrolmentStore(Database database)
{
    private static readonly Sql OfUser = new(
        "enrolments_of_user",
        """
        SELECT e.course_id, c.title, c.lesson_count, e.percent
        FROM enrolments e JOIN courses c ON c.id = e.course_id
        WHERE e.user_id = $1
        ORDER BY e.course_id
        """);

    private static readonly Sql Enrol = new(
        "enrol",
        """
        INSERT INTO enrolments (user_id, course_id) SELECT $1, id FROM courses WHERE id = $2 ON CONFLICT DO NOTHING
        RETURNING (SELECT email FROM users WHERE id = $1), (SELECT title FROM courses WHERE id = $2)
        """);

    private static readonly Sql Exists = new("enrolment_exists", "SELECT 1 FROM enrolments WHERE user_id = $1 AND course_id = $2");

    private static readonly Sql LockForProgress = new(
        "progress_lock",
        """
        SELECT c.lesson_count
        FROM enrolments e JOIN courses c ON c.id = e.course_id
        WHERE e.user_id = $1 AND e.course_id = $2
        FOR UPDATE OF e
        """);

    private static readonly Sql SaveLesson = new(
        "progress_lesson",
        """
        INSERT INTO lesson_progress (user_id, course_id, lesson, percent) VALUES ($1, $2, $3, $4)
        ON CONFLICT (user_id, course_id, lesson) DO UPDATE SET percent = excluded.percent, updated_at = now()
        """);

    private static readonly Sql SaveCourse = new(
        "progress_course",
        """
        UPDATE enrolments SET updated_at = now(), percent =
            (SELECT sum(percent) / $3 FROM lesson_progress WHERE user_id = $1 AND course_id = $2)
        WHERE user_id = $1 AND course_id = $2
        RETURNING percent
        """);

    /// <summary>The courses of a user.</summary>
    public async Task<EnrolmentList> ReadAsync(int userId, CancellationToken cancellationToken)
    {
        var items = await database.ReadAsync(
            OfUser,
            [Sql.Of(userId)],
            static async (reader, cancel) =>
            {
                var list = new List<Enrolment>();
                while (await reader.ReadAsync(cancel).ConfigureAwait(false))
                {
                    list.Add(new Enrolment(reader.GetInt32(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt32(3)));
                }

                return list;
            },
            cancellationToken).ConfigureAwait(false);
        return new EnrolmentList(items.Count, items);
    }

    /// <summary>Enrols a user.</summary>
    /// <returns>True when the enrolment is new, false when it was there, null when there is no such course; and, when it is new, who is told of what.</returns>
    public async Task<(bool? IsNew, (string Email, string Course) Told)> EnrolAsync(int userId, int courseId, CancellationToken cancellationToken)
    {
        var told = await database.ReadAsync(
            Enrol,
            [Sql.Of(userId), Sql.Of(courseId)],
            static async (reader, cancel) => await reader.ReadAsync(cancel).ConfigureAwait(false) ? (reader.GetString(0), reader.GetString(1)) : ((string, string)?)null,
            cancellationToken).ConfigureAwait(false);
        return told is { } names ? (true, names)
            : (await IsEnrolledAsync(userId, courseId, cancellationToken).ConfigureAwait(false) ? false : null, default);
    }

    /// <summary>Whether a user is enrolled in a course.</summary>
    public Task<bool> IsEnrolledAsync(int userId, int courseId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            Exists, [Sql.Of(userId), Sql.Of(courseId)], static (reader, cancel) => reader.ReadAsync(cancel), cancellationToken);

    /// <summary>Stores the progress in a lesson and the course's mean over all its lessons, both or neither.</summary>
    /// <returns>What it came to, and the course's percentage when it was saved.</returns>
    public Task<(ProgressOutcome Outcome, int CoursePercent)> SaveProgressAsync(
        int userId, int courseId, int lesson, int percent, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async (session, cancel) =>
            {
                // The lock makes two savings of one course wait for each other: the mean is taken over both.
                var lessons = await session.ReadAsync(
                    LockForProgress, [Sql.Of(userId), Sql.Of(courseId)], FirstNumberAsync, cancel).ConfigureAwait(false);
                if (lessons is null)
                {
                    return (ProgressOutcome.NotEnrolled, 0);
                }

                if (lesson > lessons)
                {
                    return (ProgressOutcome.NoSuchLesson, 0);
                }

                await session.ExecuteAsync(
                    SaveLesson, [Sql.Of(userId), Sql.Of(courseId), Sql.Of(lesson), Sql.Of(percent)], cancel).ConfigureAwait(false);
                var coursePercent = await session.ReadAsync(
                    SaveCourse, [Sql.Of(userId), Sql.Of(courseId), Sql.Of(lessons.Value)], FirstNumberAsync, cancel).ConfigureAwait(false);
                return (ProgressOutcome.Saved, coursePercent ?? 0);
            },
            cancellationToken);

    private static async Task<int?> FirstNumberAsync(Npgsql.NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.GetInt32(0) : null;
}
