using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LoadLab.ReferenceLms.Errors;

/// <summary>The problems that several routes answer with.</summary>
internal static class Problems
{
    /// <summary>404: no such course.</summary>
    public static IResult CourseNotFound(int id) =>
        NotFound(string.Create(CultureInfo.InvariantCulture, $"There is no course {id}. GET /api/courses lists them."));

    /// <summary>404.</summary>
    public static ProblemHttpResult NotFound(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    /// <summary>403: the user is not enrolled in the course, or there is no such course.</summary>
    public static IResult NotEnrolled(int courseId) => TypedResults.Problem(
        string.Create(CultureInfo.InvariantCulture, $"You are not enrolled in course {courseId}. Enrol with POST /api/courses/{courseId}/enrolments."),
        statusCode: StatusCodes.Status403Forbidden);
}
