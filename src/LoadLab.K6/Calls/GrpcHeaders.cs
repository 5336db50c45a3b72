namespace LoadLab.K6.Calls;

/// <summary>Says who calls, and whom.</summary>
internal sealed class GrpcHeaders(HttpMessageHandler inner, string userAgent, string? authority) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Remove("User-Agent");
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        request.Headers.Host = authority ?? request.Headers.Host;
        return base.SendAsync(request, cancellationToken);
    }
}
