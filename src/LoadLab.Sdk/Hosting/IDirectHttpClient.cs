namespace LoadLab.Sdk.Hosting;

/// <summary>
/// Implemented by the engine's clients: sends with the request timeout that the suite sets, at less cost than
/// <see cref="HttpClient.SendAsync(HttpRequestMessage)"/>, which makes a timer and a linked token for each request.
/// </summary>
public interface IDirectHttpClient
{
    /// <summary>Sends, and reads the whole answer into memory.</summary>
    /// <exception cref="TimeoutException">No complete answer within the request timeout.</exception>
    Task<HttpResponseMessage> SendDirectAsync(HttpRequestMessage request, CancellationToken cancellationToken);
}
