using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.K6.Requests;

/// <summary>A request that failed, with what it came from. Read before the request and its answer are put away: the engine does so when the step ends.</summary>
/// <param name="status">The status; empty for none.</param>
/// <param name="message">Why.</param>
/// <param name="sizeBytes">Of the body.</param>
/// <param name="failure">The class.</param>
/// <param name="evidence">What it came from.</param>
internal sealed class FailedHop(string status, string message, long sizeBytes, FailureKind failure, FailureEvidence evidence) : IResponse, IFailureEvidence
{
    public bool IsError => true;

    public string StatusCode => status;

    public long SizeBytes => sizeBytes;

    public string Message => message;

    public FailureKind Failure => failure;

    public FailureEvidence? Evidence => evidence;
}
