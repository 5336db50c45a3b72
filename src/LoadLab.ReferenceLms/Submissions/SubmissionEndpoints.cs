using System.Globalization;
using LoadLab.ReferenceLms.Errors;
using LoadLab.ReferenceLms.Metrics;
using LoadLab.ReferenceLms.Security;
using StackExchange.Redis;

namespace LoadLab.ReferenceLms.Submissions;

/// <summary>Handing in work and asking for its score.</summary>
internal static class SubmissionEndpoints
{
    private const int MaxAnswerLength = 20_000;

    /// <summary>Maps the submission routes; all need a user.</summary>
    public static void MapSubmissions(this RouteGroupBuilder api)
    {
        api.MapPost("/courses/{id:int}/submissions", SubmitAsync).Produces<Submission>(StatusCodes.Status202Accepted).RequireAuthorization();
        api.MapGet("/submissions/{id:long}", FindAsync).Produces<Submission>().RequireAuthorization();
    }

    private static async Task<IResult> SubmitAsync(
        int id, SubmissionRequest request, HttpContext context, SubmissionStore submissions, GradingQueue queue, LmsMetrics metrics, CancellationToken cancellationToken)
    {
        var faults = new InputFaults();
        faults.Text("answer", request.Answer, MaxAnswerLength);
        if (faults.Any)
        {
            return faults.ToResult();
        }

        if (await submissions.AddAsync(context.UserId(), id, request.Answer!, cancellationToken).ConfigureAwait(false) is not { } submissionId)
        {
            return Problems.NotEnrolled(id);
        }

        metrics.JobSubmitted();
        try
        {
            await queue.EnqueueAsync(submissionId).ConfigureAwait(false);
        }
        catch (RedisException)
        {
            // It is stored, so it is accepted: the recovery of the grading service will find it beside the empty queue.
        }

        return TypedResults.Accepted(
            string.Create(CultureInfo.InvariantCulture, $"/api/submissions/{submissionId}"), new Submission(submissionId, id, "queued", null));
    }

    private static async Task<IResult> FindAsync(long id, HttpContext context, SubmissionStore submissions, CancellationToken cancellationToken) =>
        await submissions.FindAsync(id, context.UserId(), cancellationToken).ConfigureAwait(false) is { } submission
            ? TypedResults.Ok(submission)
            : Problems.NotFound(string.Create(CultureInfo.InvariantCulture, $"You have no submission {id}."));
}
