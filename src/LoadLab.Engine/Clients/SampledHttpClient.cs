using System.Net.Http;
using LoadLab.Engine.Tracing;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Engine.Clients;

/// <summary>
/// The client of one virtual user while requests are sampled for tracing: the connections are those of another client, which others may share. A request
/// that is not sampled goes its usual way.
/// </summary>
internal sealed class SampledHttpClient : HttpClient, IDirectHttpClient, IBlockingHttpClient
{
    private readonly EngineHttpClient _client;
    private readonly ITraceSource _source;

    public SampledHttpClient(EngineHttpClient client, ITraceSource source)
        : base(new Handler(client.Handler, source), disposeHandler: false)
    {
        (_client, _source) = (client, source);
        BaseAddress = client.BaseAddress;
        Timeout = client.Timeout;
    }

    public Task<HttpResponseMessage> SendDirectAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!ReferenceEquals(BaseAddress, _client.BaseAddress) && request.RequestUri is not { IsAbsoluteUri: true } && BaseAddress is { } baseAddress)
        {
            request.RequestUri = request.RequestUri is null ? baseAddress : new Uri(baseAddress, request.RequestUri);
        }

        if (DefaultRequestHeaders.NonValidated.Count > 0)
        {
            EngineHttpClient.AddHeaders(DefaultRequestHeaders, request);
        }

        return TraceHeader.Begin(request, _source) is { } trace
            ? TraceHeader.FollowAsync(trace, _client.SendDirectAsync(request, cancellationToken), isWhole: true, cancellationToken)
            : _client.SendDirectAsync(request, cancellationToken);
    }

    public HttpResponseMessage? TrySendBlocking(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Else it would begin twice, and be counted as a request without an end.
        if (!EngineHandler.MayBlock(request))
        {
            return null;
        }

        if (DefaultRequestHeaders.NonValidated.Count > 0)
        {
            EngineHttpClient.AddHeaders(DefaultRequestHeaders, request);
        }

        if (TraceHeader.Begin(request, _source) is not { } trace)
        {
            return _client.TrySendBlocking(request, cancellationToken);
        }

        try
        {
            var answer = _client.TrySendBlocking(request, cancellationToken)!;
            trace.Answered((int)answer.StatusCode, isWhole: true);
            return answer;
        }
        catch (Exception fault)
        {
            trace.Failed(fault, isCutOff: fault is OperationCanceledException && cancellationToken.IsCancellationRequested);
            throw;
        }
    }

    /// <summary>What is sent in any other way than <c>Http.Send</c>: its body may be read later.</summary>
    private sealed class Handler(EngineHandler inner, ITraceSource source) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            TraceHeader.Begin(request, source) is { } trace
                ? TraceHeader.FollowAsync(trace, base.SendAsync(request, cancellationToken), isWhole: false, cancellationToken)
                : base.SendAsync(request, cancellationToken);

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => SendAsync(request, cancellationToken).GetAwaiter().GetResult();
    }
}
