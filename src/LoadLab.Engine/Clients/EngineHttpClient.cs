using System.Net.Http;
using LoadLab.Engine.Connections;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Engine.Clients;

/// <summary>The client that scenarios get. <c>Http.Send</c> takes the direct way; any other use of it is that of an ordinary <see cref="HttpClient"/>.</summary>
internal sealed class EngineHttpClient : HttpClient, IDirectHttpClient
{
    private readonly EngineHandler _handler;
    private readonly RequestDeadlines _deadlines;
    private readonly ResolvedAddresses _addresses;

    public EngineHttpClient(EngineHandler handler, RequestDeadlines deadlines, ResolvedAddresses addresses)
        : base(handler)
    {
        _handler = handler;
        _deadlines = deadlines;
        _addresses = addresses;
    }

    public async Task<HttpResponseMessage> SendDirectAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } && BaseAddress is not null)
        {
            request.RequestUri = request.RequestUri is null ? BaseAddress : _addresses.Resolve(BaseAddress, request.RequestUri);
        }

        if (DefaultRequestHeaders.NonValidated.Count > 0)
        {
            AddDefaultHeaders(request);
        }

        var deadline = _deadlines.Borrow();
        // The phase's cut-off ends the borrowed token already; a token of the scenario's own has to be linked.
        using var linked = cancellationToken.CanBeCanceled && cancellationToken != _deadlines.CutOff
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Source.Token)
            : null;
        var token = linked?.Token ?? deadline.Source.Token;
        try
        {
            return await _handler.SendBufferedAsync(request, token).ConfigureAwait(false);
        }
        catch (OperationCanceledException fault) when (deadline.Source.IsCancellationRequested && !_deadlines.CutOff.IsCancellationRequested)
        {
            throw new TimeoutException($"No complete answer within the request timeout of {Timeout.TotalSeconds:0.###} s.", fault);
        }
        finally
        {
            _deadlines.Return(deadline);
        }
    }

    /// <summary>What <see cref="HttpClient"/> itself adds: headers that the request does not have.</summary>
    private void AddDefaultHeaders(HttpRequestMessage request)
    {
        foreach (var (name, values) in DefaultRequestHeaders.NonValidated)
        {
            if (!request.Headers.NonValidated.Contains(name))
            {
                request.Headers.TryAddWithoutValidation(name, values);
            }
        }
    }
}
