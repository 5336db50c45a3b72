using LoadLab.ReferenceLms.Data;
using Npgsql;

namespace LoadLab.ReferenceLms.Courses;

/// <summary>Courses in Postgres. Thread-safe.</summary>
internal sealed class CourseStore(Database database)
{
    private static readonly Sql PageOf = new(
        "course_page",
        "SELECT id, code, title, category, lesson_count FROM courses ORDER BY id LIMIT $1 OFFSET $2");

    private static readonly Sql Count = new("course_count", "SELECT count(*)::int FROM courses");

    private static readonly Sql Search = new(
        "course_search",
        """
        SELECT id, code, title, category, lesson_count
        FROM courses, websearch_to_tsquery('english', $1) AS query
        WHERE search @@ query
        ORDER BY ts_rank(search, query) DESC, id
        LIMIT $2
        """);

    private static readonly Sql Detail = new(
        "course_detail",
        """
        SELECT c.id, c.code, c.title, c.category, c.summary, c.assignment, l.number, l.title, l.minutes
        FROM courses c LEFT JOIN lessons l ON l.course_id = c.id
        WHERE c.id = $1
        ORDER BY l.number
        """);

    /// <summary>A page of courses.</summary>
    /// <param name="page">From 1.</param>
    /// <param name="pageSize">Courses a page.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<CoursePage> ReadPageAsync(int page, int pageSize, CancellationToken cancellationToken)
    {
        var total = await database.ReadAsync(
            Count,
            [],
            static async (reader, cancel) => await reader.ReadAsync(cancel).ConfigureAwait(false) ? reader.GetInt32(0) : 0,
            cancellationToken).ConfigureAwait(false);
        var items = await database.ReadAsync(
            PageOf, [Sql.Of(pageSize), Sql.Of((long)(page - 1) * pageSize)], ReadSummariesAsync, cancellationToken).ConfigureAwait(false);
        return new CoursePage(page, pageSize, total, items);
    }

    /// <summary>The best <paramref name="limit"/> courses for <paramref name="query"/>.</summary>
    public async Task<CourseSearchAnswer> SearchAsync(string query, int limit, CancellationToken cancellationToken)
    {
        var items = await database.ReadAsync(Search, [Sql.Of(query), Sql.Of(limit)], ReadSummariesAsync, cancellationToken).ConfigureAwait(false);
        return new CourseSearchAnswer(query, items.Count, items);
    }

    /// <summary>A course with its lessons; null when there is none.</summary>
    public Task<CourseDetail?> FindAsync(int id, CancellationToken cancellationToken) =>
        database.ReadAsync(Detail, [Sql.Of(id)], ReadDetailAsync, cancellationToken);

    private static async Task<List<CourseSummary>> ReadSummariesAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var items = new List<CourseSummary>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            items.Add(new CourseSummary(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt32(4)));
        }

        return items;
    }

    private static async Task<CourseDetail?> ReadDetailAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        CourseDetail? course = null;
        var lessons = new List<Lesson>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            course ??= new CourseDetail(
                reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), lessons);
            if (!await reader.IsDBNullAsync(6, cancellationToken).ConfigureAwait(false))
            {
                lessons.Add(new Lesson(reader.GetInt32(6), reader.GetString(7), reader.GetInt32(8)));
            }
        }

        return course;
    }
}
