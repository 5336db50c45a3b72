using System.Net;

namespace LoadLab.Monitoring.Healing;

/// <summary>The requests of a listener, one after the other.</summary>
internal static class ListenerRequests
{
    /// <summary>
    /// The next request; null once <paramref name="stop"/> is set. The listener alone cannot tell: one that is closed while it is asked for the next request says
    /// for a moment that it listens, and then never answers.
    /// </summary>
    public static async Task<HttpListenerContext?> NextAsync(HttpListener listener, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                return await listener.GetContextAsync().WaitAsync(stop).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is OperationCanceledException or HttpListenerException or ObjectDisposedException or InvalidOperationException && stop.IsCancellationRequested)
            {
                return null;
            }
            catch (HttpListenerException)
            {
                // A request that ended before it was one.
            }
        }

        return null;
    }
}
