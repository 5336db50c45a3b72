using System.Net.Http;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Engine.Messages;

/// <summary>Responses of failed requests that know what they came from.</summary>
internal static class FailedExchange
{
    /// <summary>A response like <paramref name="failed"/>, with its request.</summary>
    /// <param name="failed">What is shared by all failures of its kind.</param>
    /// <param name="request">The request.</param>
    /// <param name="requestBody">The first bytes of its body.</param>
    /// <param name="answer">The answer; null for none.</param>
    /// <param name="answerBody">The first bytes of its body, unpacked; null where <paramref name="answer"/> has them.</param>
    public static IResponse Of(IResponse failed, HttpRequestMessage request, ReadOnlySpan<byte> requestBody, HttpResponseMessage? answer = null, byte[]? answerBody = null)
    {
        var response = Response.Fail(failed.StatusCode, failed.Message, failed.SizeBytes, failed.Failure);
        response.CameFrom = new FailureEvidence
        {
            Request = request,
            RequestBody = requestBody[..Math.Min(requestBody.Length, FailureEvidence.MostBytes)].ToArray(),
            Answer = answer,
            HasWholeAnswer = answer is not null,
            AnswerBody = answerBody,
            Fault = (failed as IFailureEvidence)?.Evidence?.Fault,
        };
        return response;
    }
}
