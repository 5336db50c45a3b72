using System.Net.Http;

namespace LoadLab.Sdk;

/// <summary>How a <see cref="HttpSession"/> talks to the target.</summary>
public sealed class HttpSessionOptions
{
    /// <summary>Where relative addresses start.</summary>
    /// <value>The target's address.</value>
    public Uri? BaseAddress { get; set; }

    /// <summary>Headers of every request that neither has them itself nor in its body: a form keeps its <c>Content-Type</c>.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether cookies that the target sets are kept and sent back: up to 180 of a host, as in a browser.</summary>
    /// <value>True.</value>
    public bool KeepsCookies { get; set; } = true;

    /// <summary>
    /// Fetches a token: before the first request, and again before it ends. Its own requests are no step and count in no figure but the connections'; the
    /// step that waited for it is timed from then on. What it throws fails that step.
    /// </summary>
    public Func<HttpClient, CancellationToken, Task<SessionToken>>? FetchToken { get; set; }
}
