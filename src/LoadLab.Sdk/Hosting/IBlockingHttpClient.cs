namespace LoadLab.Sdk.Hosting;

/// <summary>
/// Implemented by the engine's clients: connections for a thread that waits for its answer itself. The kernel wakes it when the answer comes; with
/// <see cref="IDirectHttpClient"/> it wakes one of the engine's threads, which must wake the other.
/// </summary>
public interface IBlockingHttpClient
{
    /// <summary>
    /// Sends, and waits on the calling thread until the whole answer is in memory. Null, and nothing done, for what cannot be sent so: send it with
    /// <see cref="IDirectHttpClient"/>.
    /// </summary>
    /// <exception cref="TimeoutException">No complete answer within the request timeout.</exception>
    HttpResponseMessage? TrySendBlocking(HttpRequestMessage request, CancellationToken cancellationToken);
}
