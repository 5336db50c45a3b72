using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using LoadLab.Core.Running;
using LoadLab.Engine.Connections;

namespace LoadLab.Engine.Http2;

/// <summary>
/// Which requests of a client go over HTTP/2: those that ask for it. One that also allows a lower version (.NET's default policy) gets
/// HTTP/1.1 without TLS, as with .NET, and from a server that did not choose HTTP/2 in the TLS handshake. Thread-safe.
/// </summary>
internal sealed class Http2Choice(ConnectionCounter counter, TimeProvider time) : IDisposable
{
    private readonly Lazy<HttpMessageInvoker> _handler = new(() => new HttpMessageInvoker(new Http2Handler(counter, time)));
    private readonly Lazy<HttpMessageInvoker> _insecure = new(() => new HttpMessageInvoker(new Http2Handler(counter, time, insecure: true)));

    /// <summary>Places that did not choose HTTP/2: others may.</summary>
    private readonly ConcurrentDictionary<PoolKey, bool> _http1 = new();

    /// <summary>Whether a request asks for HTTP/2 or more.</summary>
    public static bool Asks(HttpRequestMessage request) => request.Version.Major >= 2;

    /// <summary>Sends a request that asks for HTTP/2, over HTTP/1.1 where it may and must.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> http11, CancellationToken cancellationToken)
    {
        var mayBeLower = request.VersionPolicy == HttpVersionPolicy.RequestVersionOrLower;
        if (request.Version.Major > 2 && !mayBeLower)
        {
            throw new HttpRequestException(
                HttpRequestError.VersionNegotiationError, $"HTTP/{request.Version} was asked for. There are HTTP/1.1 and HTTP/2: ask for version 1.1 or 2.0.");
        }

        if (!mayBeLower || (request.RequestUri?.Scheme == Uri.UriSchemeHttps && !_http1.ContainsKey(PoolKey.Of(request))))
        {
            try
            {
                return await (request is TimedRequest { AcceptsAnyCertificate: true } ? _insecure : _handler).Value.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpRequestException fault) when (mayBeLower && fault.HttpRequestError == HttpRequestError.VersionNegotiationError)
            {
                // Nothing but a handshake has reached the server.
                _http1[PoolKey.Of(request)] = true;
            }
        }

        request.Version = HttpVersion.Version11;
        return await http11(request, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var handler in new[] { _handler, _insecure }.Where(handler => handler.IsValueCreated))
        {
            handler.Value.Dispose();
        }
    }
}
