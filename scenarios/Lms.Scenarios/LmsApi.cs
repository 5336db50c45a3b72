using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LoadLab.Sdk;

namespace Lms.Scenarios;

/// <summary>Sends a request as a step and looks at its answer.</summary>
internal static class LmsApi
{
    /// <summary>One request, one step. The step fails with class <see cref="FailureKind.Check"/> when the body is not what was asked for.</summary>
    /// <param name="name">Name of the step.</param>
    /// <param name="context">The iteration's context.</param>
    /// <param name="request">Makes the request, within the step's time.</param>
    /// <param name="type">Type of the answer.</param>
    /// <param name="check">What is wrong with the answer; null when nothing is.</param>
    public static Task<Response<T>> CallAsync<T>(
        string name, IScenarioContext context, Func<HttpRequestMessage> request, JsonTypeInfo<T> type, Func<T, string?> check)
        where T : class =>
        Step.Run(name, context, async () =>
        {
            using var message = request();
            var response = await Http.Send(context.HttpClient, message, context.CancellationToken).ConfigureAwait(false);
            if (response.Payload.IsNone)
            {
                return Response.Fail<T>(response.StatusCode, response.Message, response.SizeBytes, response.Failure);
            }

            using var answer = response.Payload.Value;
            return response.IsError
                ? Response.Fail<T>(response.StatusCode, response.Message, response.SizeBytes, response.Failure)
                : Examine(response, answer, type, check);
        });

    private static Response<T> Examine<T>(
        Response<HttpResponseMessage> response, HttpResponseMessage answer, JsonTypeInfo<T> type, Func<T, string?> check)
        where T : class
    {
        T? body;
        try
        {
            using var stream = answer.Content.ReadAsStream();
            body = JsonSerializer.Deserialize(stream, type);
        }
        catch (JsonException fault)
        {
            return Response.Fail<T>(response.StatusCode, $"The body is not a {typeof(T).Name}: {fault.Message}", response.SizeBytes);
        }

        if (body is null)
        {
            return Response.Fail<T>(response.StatusCode, "The body is null.", response.SizeBytes);
        }

        return check(body) is { } wrong
            ? Response.Fail<T>(response.StatusCode, wrong, response.SizeBytes)
            : Response.Ok(body, response.StatusCode, response.SizeBytes);
    }
}
