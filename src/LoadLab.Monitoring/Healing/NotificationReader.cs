using System.Globalization;
using System.Text.Json;
using LoadLab.Core.Text;

namespace LoadLab.Monitoring.Healing;

/// <summary>Reads the body of Alertmanager's webhook, version 4. Of labels only those that healing looks at are kept. Whatever comes, it never throws.</summary>
public static class NotificationReader
{
    /// <summary>Longest body that is read.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    private const int MostFaults = 5;
    private const int LongestLabel = 300;

    /// <summary>Reads it.</summary>
    public static Notification Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            return Read(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // An invalid operation: a text with half a surrogate pair.
            return Refused($"The body is not JSON: {OneLine.Of(fault)}. Alertmanager posts JSON to a webhook_configs receiver.");
        }
    }

    private static Notification Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Refused("The body must be a JSON object, as Alertmanager's webhook is.");
        }

        if (Text(root, "version") is not "4")
        {
            return Refused($"version is '{PlainText.Inline(Text(root, "version") ?? "missing", 40)}', and version 4 of Alertmanager's webhook is read.");
        }

        if (!root.TryGetProperty("alerts", out var alerts) || alerts.ValueKind != JsonValueKind.Array)
        {
            return Refused("alerts is missing or no list.");
        }

        var (read, faults, number) = (new List<IncomingAlert>(), new List<string>(), 0);
        foreach (var element in alerts.EnumerateArray())
        {
            if (Alert(element, out var alert) is { } fault)
            {
                faults.Add($"alerts[{number.ToString(CultureInfo.InvariantCulture)}]: {fault}");
            }
            else
            {
                read.Add(alert!);
            }

            number++;
        }

        if (faults.Count > MostFaults)
        {
            faults = [.. faults.Take(MostFaults), string.Create(CultureInfo.InvariantCulture, $"and {faults.Count - MostFaults} more.")];
        }

        var truncated = root.TryGetProperty("truncatedAlerts", out var left) && left.ValueKind == JsonValueKind.Number && left.TryGetInt64(out var count) ? count : 0;
        // Half a notification is none: what is wrong in one place may be wrong in all.
        return new Notification(faults.Count > 0 ? [] : read, faults, truncated);
    }

    private static string? Alert(JsonElement element, out IncomingAlert? alert)
    {
        alert = null;
        if (element.ValueKind != JsonValueKind.Object)
        {
            return "is no object.";
        }

        var (status, fingerprint) = (Text(element, "status"), Text(element, "fingerprint"));
        if (status is not ("firing" or "resolved"))
        {
            return "status must be firing or resolved.";
        }

        if (fingerprint is not { Length: > 0 and <= 64 } || !fingerprint.All(char.IsAsciiLetterOrDigit))
        {
            return "fingerprint must be letters and digits, at most 64.";
        }

        if (!DateTimeOffset.TryParse(Text(element, "startsAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var startsAt))
        {
            return "startsAt is no time.";
        }

        if (!element.TryGetProperty("labels", out var labels) || labels.ValueKind != JsonValueKind.Object)
        {
            return "labels is missing or no object.";
        }

        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in IncomingAlert.Known)
        {
            if (labels.TryGetProperty(name, out var value))
            {
                if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: <= LongestLabel } text)
                {
                    return $"label {name} must be a text of at most {LongestLabel} letters.";
                }

                known[name] = text;
            }
        }

        alert = new IncomingAlert(status == "firing", known, fingerprint, startsAt);
        return null;
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Notification Refused(string fault) => new([], [fault], 0);
}
