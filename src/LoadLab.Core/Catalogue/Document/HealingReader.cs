using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue.Document;

/// <summary>Reads one entry of <c>healing:</c>.</summary>
internal sealed class HealingReader(YamlReader row, IReadOnlyCollection<string> sloIds, IReadOnlyCollection<string> alertIds)
{
    private const int MostPerHour = 60;

    /// <summary>Reads it.</summary>
    public HealingEntry Read(string id, string title, string source)
    {
        var (slo, alert, severities) = ReadOn();
        var (command, webhook) = ReadAction();
        var (recoversSlo, recoversUrl, within) = ReadRecovers();
        var (coolDown, perHour, stopAfter) = ReadLimits();
        var timeout = row.Duration("timeout") ?? TimeSpan.FromSeconds(30);
        if (timeout < TimeSpan.FromSeconds(1))
        {
            row.Fault("timeout", $"{DurationValue.Format(timeout)} is too short for an action. Give at least 1s.");
        }

        if (coolDown is { } pause && within is { } patience && pause < timeout + patience)
        {
            row.Fault("limits", $"coolDown {DurationValue.Format(pause)} is shorter than timeout and within together, {DurationValue.Format(timeout + patience)}: the next action would begin before it is known whether this one helped. Raise coolDown.");
        }

        return new HealingEntry
        {
            Id = id,
            Title = title,
            Source = source,
            Slo = slo,
            Alert = alert,
            OfSeverities = severities,
            Command = command,
            Webhook = webhook,
            Timeout = timeout,
            RecoversSlo = recoversSlo,
            RecoversUrl = recoversUrl,
            Within = within ?? TimeSpan.Zero,
            CoolDown = coolDown ?? TimeSpan.Zero,
            PerHour = perHour,
            StopAfter = stopAfter,
        };
    }

    private (string Slo, string Alert, IReadOnlyList<string> Severities) ReadOn()
    {
        if (row.Map("on", required: true) is not { } on)
        {
            return ("", "", []);
        }

        var (slo, alert) = (Known(on, "slo", "SLO", sloIds), Known(on, "alert", "alert", alertIds));
        if (on.Has("slo") == on.Has("alert"))
        {
            row.Fault("on", "must hold either slo, a row whose alerts start it, or alert, an alert of the document.");
        }

        var severities = on.Texts("severities");
        foreach (var unknown in severities.Except(HealingEntry.Severities))
        {
            on.Fault("severities", $"'{unknown}' is not a severity.{NearestName.Sentence(unknown, HealingEntry.Severities)} Allowed: {string.Join(", ", HealingEntry.Severities)}.");
        }

        on.Done();
        return (slo, alert, severities);
    }

    private (IReadOnlyList<string> Command, Uri? Webhook) ReadAction()
    {
        if (row.Has("command") == row.Has("webhook"))
        {
            row.Fault("command", "give either command, a list of the program and its arguments, or webhook, an address.");
        }

        var command = row.Texts("command");
        if (row.Has("command") && (command.Count == 0 || string.IsNullOrWhiteSpace(command[0])))
        {
            row.Fault("command", "names no program. Write command: [systemctl, restart, redis].");
        }

        if (command.Count > 0 && command[0].Contains('/', StringComparison.Ordinal) && !command[0].StartsWith('/'))
        {
            row.Fault("command", "names its program by a relative path, and nobody knows where the healer will be started. Write the whole path, or the name of a program in PATH.");
        }

        if (command.Any(part => part.Contains('\0', StringComparison.Ordinal)))
        {
            row.Fault("command", "has a byte 0 in it, which no argument can have.");
        }

        return (command, Address(row, "webhook"));
    }

    private (string Slo, Uri? Url, TimeSpan? Within) ReadRecovers()
    {
        if (row.Map("recovers", required: true) is not { } recovers)
        {
            return ("", null, null);
        }

        if (recovers.Has("slo") == recovers.Has("url"))
        {
            row.Fault("recovers", "must hold either slo, a row that must be kept again, or url, an address that must answer with a status of 200 to 299.");
        }

        var (slo, url, within) = (Known(recovers, "slo", "SLO", sloIds), Address(recovers, "url"), recovers.Duration("within", required: true));
        if (within is { } length && length < TimeSpan.FromSeconds(1))
        {
            recovers.Fault("within", $"{DurationValue.Format(length)} is too short to be looked at. Give at least 1s.");
        }

        recovers.Done();
        return (slo, url, within);
    }

    private (TimeSpan? CoolDown, int PerHour, int StopAfter) ReadLimits()
    {
        if (row.Map("limits", required: true) is not { } limits)
        {
            return (null, 0, 0);
        }

        var (coolDown, perHour, stopAfter) = (limits.Duration("coolDown", required: true), limits.Integer("perHour", required: true), limits.Integer("stopAfter") ?? 2);
        if (perHour is < 1 or > MostPerHour)
        {
            limits.Fault("perHour", $"must be from 1 to {MostPerHour}.");
        }

        if (stopAfter is < 1 or > 100)
        {
            limits.Fault("stopAfter", "must be from 1 to 100.");
        }

        limits.Done();
        return (coolDown, (int)Math.Clamp(perHour ?? 1, 1, MostPerHour), (int)Math.Clamp(stopAfter, 1, 100));
    }

    private static string Known(YamlReader map, string key, string kind, IReadOnlyCollection<string> ids)
    {
        var id = map.Text(key) ?? "";
        if (id.Length > 0 && !ids.Contains(id))
        {
            map.Fault(key, $"there is no {kind} '{id}'.{NearestName.Sentence(id, ids)}");
        }

        return id;
    }

    private static Uri? Address(YamlReader map, string key)
    {
        if (map.Text(key) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        map.Fault(key, $"'{map.Shown(key, text)}' is not an address. Write http://127.0.0.1:8080/health/ready.");
        return null;
    }
}
