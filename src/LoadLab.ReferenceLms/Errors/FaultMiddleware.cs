using System.Globalization;
using LoadLab.ReferenceLms.Metrics;

namespace LoadLab.ReferenceLms.Errors;

/// <summary>Outermost: records each request's time, and turns what was thrown into ProblemDetails.</summary>
internal sealed class FaultMiddleware(RequestDelegate next, LmsMetrics metrics, TimeProvider time, ILogger<FaultMiddleware> logger)
{
    /// <summary>nginx's code for a client that went away; it is only ever seen in the metrics.</summary>
    private const int ClientClosedRequest = 499;

    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            await AnswerAsync(context, fault).ConfigureAwait(false);
        }
        finally
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unmatched";
            metrics.RequestDone(route, MethodOf(context.Request), context.Response.StatusCode, time.GetElapsedTime(started));
        }
    }

    /// <summary>A label of a small closed set: clients can invent methods.</summary>
    private static string MethodOf(HttpRequest request) => request.Method is "GET" or "POST" or "PUT" or "HEAD" or "DELETE" or "OPTIONS" or "PATCH" ? request.Method : "other";

    private async Task AnswerAsync(HttpContext context, Exception fault)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = ClientClosedRequest;
            }

            return;
        }

        var (status, detail) = Classify(fault);
        if (status == StatusCodes.Status500InternalServerError)
        {
            logger.LogError(fault, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
        }

        if (context.Response.HasStarted)
        {
            // Too late for a status: breaking the connection is the only honest end.
            context.Abort();
            return;
        }

        context.Response.Clear();
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        await TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context).ConfigureAwait(false);
    }

    private static (int Status, string Detail) Classify(Exception fault) => fault switch
    {
        BadHttpRequestException bad => (bad.StatusCode, bad.InnerException is System.Text.Json.JsonException json
            ? string.Create(CultureInfo.InvariantCulture, $"The body is not the JSON that this route takes: line {json.LineNumber + 1}, path '{json.Path}'.")
            : bad.Message),
        StackExchange.Redis.RedisException when Outage.IsOutage(fault) =>
            (StatusCodes.Status503ServiceUnavailable, "Redis does not answer. Try again in a moment."),
        Npgsql.NpgsqlException { InnerException: TimeoutException } =>
            (StatusCodes.Status503ServiceUnavailable, "Postgres did not give a connection or an answer in time. Try again in a moment."),
        _ when Outage.IsOutage(fault) => (StatusCodes.Status503ServiceUnavailable, "Postgres or Redis does not answer. Try again in a moment."),

        // ENOSPC, as .NET passes it on from Linux.
        IOException { HResult: 28 } => (StatusCodes.Status507InsufficientStorage, "The storage is full."),
        _ => (StatusCodes.Status500InternalServerError, "The service has a fault. Its log says more."),
    };
}
