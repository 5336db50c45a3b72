using System.Net.Http;
using LoadLab.Core.Running;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Engine.Clients;

/// <summary>The client of a virtual user whose requests are traced: the same connections, and each request told one by one.</summary>
internal sealed class TracedHttpClient : HttpClient, IDirectHttpClient
{
    private readonly EngineHttpClient _client;
    private readonly TracedSending _sending;

    private TracedHttpClient(EngineHandler handler, EngineHttpClient client, TracedSending sending)
        : base(new Handler(handler, sending))
    {
        (_client, _sending) = (client, sending);
        BaseAddress = client.BaseAddress;
        Timeout = client.Timeout;
    }

    /// <summary>A client over the connections of another, which it takes over.</summary>
    public static TracedHttpClient Of(EngineHandler handler, EngineHttpClient client, IIterationTrace trace, TimeProvider time) => new(handler, client, new TracedSending(trace, time));

    public Task<HttpResponseMessage> SendDirectAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } && BaseAddress is { } baseAddress)
        {
            request.RequestUri = request.RequestUri is null ? baseAddress : new Uri(baseAddress, request.RequestUri);
        }

        foreach (var (name, values) in DefaultRequestHeaders.NonValidated)
        {
            if (!request.Headers.NonValidated.Contains(name))
            {
                request.Headers.TryAddWithoutValidation(name, values);
            }
        }

        return request.RequestUri is { IsAbsoluteUri: true } address
            ? _sending.SendAsync(request, address, isWhole: true, timed => _client.SendDirectAsync(timed, cancellationToken))
            : _client.SendDirectAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _client.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>What is sent in any other way than <c>Http.Send</c>.</summary>
    private sealed class Handler(EngineHandler inner, TracedSending sending) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            sending.SendAsync(request, request.RequestUri!, isWhole: false, timed => base.SendAsync(timed, cancellationToken));

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => SendAsync(request, cancellationToken).GetAwaiter().GetResult();
    }
}
