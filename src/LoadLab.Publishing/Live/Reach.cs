using System.Net;
using System.Net.Sockets;
using LoadLab.Core;

namespace LoadLab.Publishing.Live;

/// <summary>Finds out, before any load, whether who is to take figures takes them: it is sent a request without any.</summary>
internal static class Reach
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Sends it.</summary>
    /// <param name="option">The option that gave the address.</param>
    /// <param name="request">The request.</param>
    /// <param name="hint">What to do about an answer; about none for null.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="LoadLabException">It cannot be reached, or does not take them (104).</exception>
    public static async Task CheckAsync(string option, HttpRequestMessage request, Func<HttpStatusCode?, string> hint, CancellationToken cancellationToken)
    {
        // A redirect makes a GET of it, and what answers that takes no figures.
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { Timeout = Patience };
        try
        {
            using var answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
            {
                throw Fault(FormattableString.Invariant($"answered {(int)answer.StatusCode} to an empty request of metrics"), answer.StatusCode);
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException)
        {
            throw Fault($"cannot be reached: {fault.Message}", null);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Fault(FormattableString.Invariant($"did not answer within {Patience.TotalSeconds:0} s"), null);
        }

        LoadLabException Fault(string what, HttpStatusCode? status) => new(ExitCode.BadConfiguration, $"{option} {request.RequestUri} {what}", hint(status));
    }
}
