using System.Net.Sockets;
using System.Text.Json;
using LoadLab.Core.Text;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Healing;

/// <summary>
/// Asks Alertmanager itself. A notification may be old, forged or overtaken by a silence, so nothing is done about an alert that Alertmanager does not know, that has
/// ended, or that is silenced, inhibited or muted.
/// </summary>
internal sealed class AlertmanagerStates(Uri alertmanager, HttpClient http, TimeProvider time) : IAlertStates
{
    private const int MostBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task<string?> RefuseAsync(IncomingAlert alert, CancellationToken cancellationToken)
    {
        var filters = alert.Labels.Select(label => "filter=" + Uri.EscapeDataString($"{label.Key}={PromQl.Quote(label.Value)}"));
        var address = new Uri(alertmanager, $"api/v2/alerts?{string.Join('&', filters)}");
        using var limit = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            answer.EnsureSuccessStatusCode();
            using var document = JsonDocument.Parse(await BoundedBody.ReadAsync(answer, MostBytes, either.Token).ConfigureAwait(false));
            foreach (var element in document.RootElement.EnumerateArray())
            {
                if (element.GetProperty("fingerprint").GetString() == alert.Fingerprint)
                {
                    return Refuse(element, alert);
                }
            }

            return "Alertmanager does not know it (any more).";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "Alertmanager did not answer, so it is not known whether it is silenced.";
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return $"Alertmanager could not be asked, so it is not known whether it is silenced: {OneLine.Of(fault)}.";
        }
    }

    private string? Refuse(JsonElement element, IncomingAlert alert)
    {
        var status = element.GetProperty("status");
        var state = status.GetProperty("state").GetString();
        if (Names(status, "silencedBy") is { Length: > 0 } silences)
        {
            return $"It is silenced ({silences}).";
        }

        if (Names(status, "inhibitedBy").Length > 0)
        {
            return "It is inhibited by another alert.";
        }

        if (Names(status, "mutedBy") is { Length: > 0 } mutes)
        {
            return $"It is muted ({mutes}).";
        }

        if (state != "active")
        {
            return $"Alertmanager says that it is {PlainText.Inline(state ?? "unknown", 40)}.";
        }

        if (element.GetProperty("endsAt").GetDateTimeOffset() <= time.GetUtcNow())
        {
            return "It has ended.";
        }

        return (element.GetProperty("startsAt").GetDateTimeOffset() - alert.StartsAt).Duration() >= TimeSpan.FromSeconds(1)
            ? "Alertmanager says that it began at another time: the notification is of an earlier occurrence."
            : null;
    }

    private static string Names(JsonElement status, string key) => status.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array
        ? PlainText.Inline(string.Join(", ", list.EnumerateArray().Select(name => name.GetString())), 100)
        : "";
}
