using System.Globalization;
using LoadLab.ReferenceLms.Errors;
using LoadLab.ReferenceLms.Mails;
using LoadLab.ReferenceLms.Security;

namespace LoadLab.ReferenceLms.Enrolments;

/// <summary>A student's own courses and progress.</summary>
internal static class EnrolmentEndpoints
{
    /// <summary>Maps the enrolment routes; all need a user.</summary>
    public static void MapEnrolments(this RouteGroupBuilder api)
    {
        api.MapGet("/me/enrolments", ListOwnAsync).Produces<EnrolmentList>().RequireAuthorization();
        api.MapPost("/courses/{id:int}/enrolments", EnrolAsync).Produces<EnrolmentAnswer>().RequireAuthorization();
        api.MapPut("/enrolments/{courseId:int}/progress", SaveProgressAsync).Produces<ProgressAnswer>().RequireAuthorization();
    }

    private static async Task<IResult> ListOwnAsync(HttpContext context, EnrolmentStore enrolments, CancellationToken cancellationToken) =>
        TypedResults.Ok(await enrolments.ReadAsync(context.UserId(), cancellationToken).ConfigureAwait(false));

    private static async Task<IResult> EnrolAsync(int id, HttpContext context, EnrolmentStore enrolments, MailQueue mails, CancellationToken cancellationToken)
    {
        var (isNew, told) = await enrolments.EnrolAsync(context.UserId(), id, cancellationToken).ConfigureAwait(false);
        if (isNew is true)
        {
            mails.Send(Mail.OfEnrolment(told.Email, told.Course));
        }

        return isNew switch
        {
            true => TypedResults.Created("/api/me/enrolments", new EnrolmentAnswer(id, true)),
            false => TypedResults.Ok(new EnrolmentAnswer(id, false)),
            null => Problems.CourseNotFound(id),
        };
    }

    private static async Task<IResult> SaveProgressAsync(
        int courseId, ProgressRequest request, HttpContext context, EnrolmentStore enrolments, CancellationToken cancellationToken)
    {
        var faults = new InputFaults();
        faults.Range("lesson", request.Lesson, 1, 10_000);
        faults.Range("percent", request.Percent, 0, 100);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        var (lesson, percent) = (request.Lesson!.Value, request.Percent!.Value);
        var (outcome, coursePercent) = await enrolments.SaveProgressAsync(
            context.UserId(), courseId, lesson, percent, cancellationToken).ConfigureAwait(false);
        return outcome switch
        {
            ProgressOutcome.Saved => TypedResults.Ok(new ProgressAnswer(courseId, lesson, percent, coursePercent)),
            ProgressOutcome.NotEnrolled => Problems.NotEnrolled(courseId),
            ProgressOutcome.NoSuchLesson => Problems.NotFound(
                string.Create(CultureInfo.InvariantCulture, $"Course {courseId} has no lesson {lesson}. GET /api/courses/{courseId} lists its lessons.")),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
