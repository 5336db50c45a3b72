using LoadLab.ReferenceLms.Data;
using Npgsql;

namespace LoadLab.ReferenceLms.Submissions;

/// <summary>Submissions in Postgres. Thread-safe.</summary>
internal sealed class SubmissionStore(Database database)
{
    private static readonly Sql Add = new(
        "submission_add",
        """
        INSERT INTO submissions (user_id, course_id, answer)
        SELECT user_id, course_id, $3 FROM enrolments WHERE user_id = $1 AND course_id = $2
        RETURNING id
        """);

    private static readonly Sql Find = new(
        "submission_find", "SELECT course_id, state, score FROM submissions WHERE id = $1 AND user_id = $2");

    private static readonly Sql Job = new(
        "grading_job",
        """
        SELECT s.answer, c.model_answer, clock_timestamp() - s.submitted_at, u.email, c.title
        FROM submissions s JOIN courses c ON c.id = s.course_id JOIN users u ON u.id = s.user_id
        WHERE s.id = $1 AND s.state = 'queued'
        """);

    private static readonly Sql Finish = new(
        "grading_finish", "UPDATE submissions SET state = $2, score = $3, finished_at = now() WHERE id = $1 AND state = 'queued'");

    private static readonly Sql Stranded = new(
        "grading_stranded",
        """
        SELECT id FROM submissions
        WHERE state = 'queued' AND submitted_at < now() - $1
        ORDER BY submitted_at LIMIT 1000
        """);

    /// <summary>Stores a submission of an enrolled user.</summary>
    /// <returns>Its id; null when the user is not enrolled in the course.</returns>
    public Task<long?> AddAsync(int userId, int courseId, string answer, CancellationToken cancellationToken) =>
        database.ReadAsync(
            Add,
            [Sql.Of(userId), Sql.Of(courseId), Sql.Of(answer)],
            static async (reader, cancel) => await reader.ReadAsync(cancel).ConfigureAwait(false) ? reader.GetInt64(0) : (long?)null,
            cancellationToken);

    /// <summary>A user's own submission; null when there is none.</summary>
    public Task<Submission?> FindAsync(long id, int userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            Find,
            [Sql.Of(id), Sql.Of(userId)],
            async (reader, cancel) => await reader.ReadAsync(cancel).ConfigureAwait(false)
                ? new Submission(id, reader.GetInt32(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetInt32(2))
                : null,
            cancellationToken);

    /// <summary>What there is to grade; null when it is done already.</summary>
    public Task<GradingJob?> FindJobAsync(long id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            Job,
            [Sql.Of(id)],
            static async (reader, cancel) => await reader.ReadAsync(cancel).ConfigureAwait(false)
                ? new GradingJob(reader.GetString(0), reader.GetString(1), reader.GetTimeSpan(2), reader.GetString(3), reader.GetString(4))
                : null,
            cancellationToken);

    /// <summary>Stores the result. A second result for the same submission changes nothing, so a job may safely be done twice.</summary>
    /// <param name="id">The submission.</param>
    /// <param name="score">0 to 100, or null when grading failed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether this was the first result.</returns>
    public async Task<bool> FinishAsync(long id, int? score, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            Finish, [Sql.Of(id), Sql.Of(score is null ? "failed" : "graded"), Score(score)], cancellationToken).ConfigureAwait(false) > 0;

    /// <summary>Submissions that have waited longer than <paramref name="age"/>, oldest first.</summary>
    public Task<List<long>> FindStrandedAsync(TimeSpan age, CancellationToken cancellationToken) =>
        database.ReadAsync(
            Stranded,
            [Sql.Of(age)],
            static async (reader, cancel) =>
            {
                var ids = new List<long>();
                while (await reader.ReadAsync(cancel).ConfigureAwait(false))
                {
                    ids.Add(reader.GetInt64(0));
                }

                return ids;
            },
            cancellationToken);

    private static NpgsqlParameter Score(int? score) => score is { } known
        ? Sql.Of(known)
        : new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer };
}
