using System.Net.Http;
using System.Net.Http.Headers;
using LoadLab.Core.Running;
using LoadLab.Engine.Connections;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Engine.Clients;

/// <summary>The client that scenarios get. <c>Http.Send</c> takes the direct way; any other use of it is that of an ordinary <see cref="HttpClient"/>.</summary>
internal sealed class EngineHttpClient : HttpClient, IDirectHttpClient, IBlockingHttpClient
{
    private readonly EngineHandler _handler;
    private readonly RequestDeadlines _deadlines;
    private readonly ResolvedAddresses _addresses;
    private ResolvedAddresses.UnderBase? _under;

    public EngineHttpClient(EngineHandler handler, RequestDeadlines deadlines, ResolvedAddresses addresses)
        : base(handler)
    {
        _handler = handler;
        _deadlines = deadlines;
        _addresses = addresses;
    }

    /// <summary>Its connections, for another client over them.</summary>
    internal EngineHandler Handler => _handler;

    public Task<HttpResponseMessage> SendDirectAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } && BaseAddress is { } baseAddress)
        {
            request.RequestUri = request.RequestUri is null ? baseAddress : Resolve(baseAddress, request.RequestUri);
        }

        if (DefaultRequestHeaders.NonValidated.Count > 0)
        {
            AddHeaders(DefaultRequestHeaders, request);
        }

        if (request is TimedRequest { HasOwnTimeout: true })
        {
            return _handler.SendBufferedAsync(request, cancellationToken);
        }

        // The phase's cut-off ends what has a deadline already. A token of the scenario's own is heard beside the deadline; where a connection is still to be
        // waited for, it has to be linked.
        var isOwn = cancellationToken.CanBeCanceled && cancellationToken != _deadlines.CutOff;
        try
        {
            return (isOwn && cancellationToken.IsCancellationRequested ? null : _handler.TrySendBufferedAsync(request, _deadlines, isOwn ? cancellationToken : CancellationToken.None))
                ?? SendWithTokenAsync(request, isOwn, cancellationToken);
        }
        catch (Exception fault)
        {
            return Task.FromException<HttpResponseMessage>(fault);
        }
    }

    public HttpResponseMessage? TrySendBlocking(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (DefaultRequestHeaders.NonValidated.Count > 0)
        {
            AddHeaders(DefaultRequestHeaders, request);
        }

        return _handler.TrySendBlocking(request, request is TimedRequest { HasOwnTimeout: true } ? null : _deadlines, cancellationToken);
    }

    private Uri Resolve(Uri baseAddress, Uri relative)
    {
        var under = _under;
        if (!ReferenceEquals(under?.Base, baseAddress))
        {
            _under = under = _addresses.Under(baseAddress);
        }

        return under.Resolve(relative);
    }

    private async Task<HttpResponseMessage> SendWithTokenAsync(HttpRequestMessage request, bool isOwn, CancellationToken cancellationToken)
    {
        var deadline = _deadlines.Borrow();
        using var linked = isOwn ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Source.Token) : null;
        try
        {
            return await _handler.SendBufferedAsync(request, linked?.Token ?? deadline.Source.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException fault) when (deadline.Source.IsCancellationRequested && !_deadlines.CutOff.IsCancellationRequested)
        {
            throw _deadlines.Fault(fault);
        }
        finally
        {
            _deadlines.Return(deadline);
        }
    }

    /// <summary>What <see cref="HttpClient"/> itself adds: headers that the request does not have.</summary>
    internal static void AddHeaders(HttpRequestHeaders defaults, HttpRequestMessage request)
    {
        foreach (var (name, values) in defaults.NonValidated)
        {
            if (!request.Headers.NonValidated.Contains(name))
            {
                request.Headers.TryAddWithoutValidation(name, values);
            }
        }
    }
}
