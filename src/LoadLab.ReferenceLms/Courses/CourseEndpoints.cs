using System.Globalization;
using LoadLab.ReferenceLms.Errors;
using Microsoft.OpenApi;

namespace LoadLab.ReferenceLms.Courses;

/// <summary>The catalogue: open to everyone.</summary>
internal static class CourseEndpoints
{
    private const int MaxPage = 1_000_000;
    private const int MaxPageSize = 100;
    private const int MaxQueryLength = 100;
    private const int SearchLimit = 20;

    /// <summary>Maps <c>/api/courses</c>.</summary>
    public static void MapCourses(this RouteGroupBuilder api)
    {
        api.MapGet("/courses", ListAsync).Produces<CoursePage>();
        api.MapGet("/courses/search", SearchAsync).Produces<CourseSearchAnswer>().AddOpenApiOperationTransformer(static (operation, _, _) =>
        {
            // Optional for the binder, so that a search without words is told what is missing.
            foreach (var words in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.Name == "q"))
            {
                (words.Required, words.Example) = (true, "data");
            }

            return Task.CompletedTask;
        });
        api.MapGet("/courses/{id:int}", DetailAsync).Produces<CourseDetail>();
    }

    private static async Task<IResult> ListAsync(CourseStore courses, JsonCache cache, CancellationToken cancellationToken, int page = 1, int pageSize = 20)
    {
        var faults = new InputFaults();
        faults.Range("page", page, 1, MaxPage);
        faults.Range("pageSize", pageSize, 1, MaxPageSize);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var answer = await cache.GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"courses:{page}:{pageSize}"),
            CourseJson.Default.CoursePage,
            async cancel => await courses.ReadPageAsync(page, pageSize, cancel).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return answer!;
    }

    /// <summary>Not cached: the words are the user's, and there is no end of them.</summary>
    private static async Task<IResult> SearchAsync(CourseStore courses, CancellationToken cancellationToken, string? q = null)
    {
        var faults = new InputFaults();
        faults.Text("q", q, MaxQueryLength);
        return faults.Any
            ? faults.ToResult()
            : TypedResults.Ok(await courses.SearchAsync(q!.Trim(), SearchLimit, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IResult> DetailAsync(int id, CourseStore courses, JsonCache cache, CancellationToken cancellationToken) =>
        await cache.GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"course:{id}"),
            CourseJson.Default.CourseDetail,
            cancel => courses.FindAsync(id, cancel),
            cancellationToken).ConfigureAwait(false)
        ?? Problems.CourseNotFound(id);
}
