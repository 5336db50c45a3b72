using LoadLab.Core;

namespace LoadLab.Publishing.Letters;

/// <summary>The ways that were asked for, checked together.</summary>
public static class LetterWays
{
    /// <summary>Reads what was asked for.</summary>
    /// <param name="mailTo">Addresses of people.</param>
    /// <param name="postTo">Addresses of webhooks.</param>
    /// <param name="environment">Reads a variable of the environment.</param>
    /// <exception cref="LoadLabException">Something in them is wrong (104); with all faults.</exception>
    public static IReadOnlyList<ILetterWay> Of(IReadOnlyList<string> mailTo, IReadOnlyList<string> postTo, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(mailTo);
        ArgumentNullException.ThrowIfNull(postTo);
        ArgumentNullException.ThrowIfNull(environment);
        var faults = new List<string>();
        var ways = new List<ILetterWay>();
        if (mailTo.Count > 0 && MailSettings.Read(mailTo, environment, faults) is { } mail)
        {
            ways.Add(new MailWay(mail));
        }

        foreach (var address in postTo)
        {
            if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            {
                ways.Add(new WebhookWay(uri));
            }
            else
            {
                faults.Add("--post-to is not an address of a webhook: it begins with neither http:// nor https://. Write for example --post-to '${SLO_WEBHOOK}' with the address in the variable.");
            }
        }

        return faults.Count == 0 ? ways : throw new LoadLabException(ExitCode.BadConfiguration, faults, "Nothing was computed and nothing was sent.");
    }

    /// <summary>Checks all of them.</summary>
    /// <exception cref="LoadLabException">One cannot be used (104); with all faults.</exception>
    public static async Task CheckAsync(IReadOnlyList<ILetterWay> ways, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ways);
        var faults = new List<LoadLabException>();
        foreach (var way in ways)
        {
            try
            {
                await way.CheckAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (LoadLabException fault)
            {
                faults.Add(fault);
            }
        }

        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, [.. faults.SelectMany(fault => fault.Faults)], "Nothing was computed and nothing was sent.");
        }
    }
}
