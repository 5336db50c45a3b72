using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using LoadLab.Core;

namespace LoadLab.Publishing.Letters;

/// <summary>
/// Letters as POST of a JSON document: <c>title</c>, <c>text</c> (what Slack, Mattermost and Teams show), and <c>report</c> for a program. An address of a webhook
/// is a secret: only its host is ever shown.
/// </summary>
internal sealed class WebhookWay(Uri address) : ILetterWay
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private string Host => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    public string Description => $"webhook at {Host}";

    /// <summary>Connects, and sends nothing: a webhook has no other way to be asked.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, patience.Token).ConfigureAwait(false);
        }
        catch (SocketException fault)
        {
            throw Fault($"--post-to: {Host} cannot be reached: {fault.Message}", fault);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw Fault(FormattableString.Invariant($"--post-to: {Host} did not take a connection within {Patience.TotalSeconds:0} s."), fault);
        }
    }

    public async Task SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        var body = new JsonObject { ["title"] = letter.Subject, ["text"] = letter.Text, ["report"] = letter.Json is { } json ? JsonNode.Parse(json) : null };
        // A redirect makes a GET without the report of it, and what answers that has not got it.
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { Timeout = Patience };
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using var answer = await http.PostAsync(address, content, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
            {
                throw Fault(FormattableString.Invariant($"--post-to: {Host} answered {(int)answer.StatusCode} to the report."), null);
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException)
        {
            throw Fault($"--post-to: the report did not reach {Host}: {fault.Message}", fault);
        }
        catch (TaskCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw Fault(FormattableString.Invariant($"--post-to: {Host} did not answer within {Patience.TotalSeconds:0} s. Whether it has the report is not known."), fault);
        }
    }

    private static LoadLabException Fault(string message, Exception? fault) => new(ExitCode.BadConfiguration, message, "Correct the address of the webhook, or leave --post-to out.", fault);
}
