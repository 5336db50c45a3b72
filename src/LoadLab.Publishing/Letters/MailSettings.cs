using MailKit.Security;
using MimeKit;

namespace LoadLab.Publishing.Letters;

/// <summary>To whom, from whom, by which server.</summary>
internal sealed record MailSettings
{
    /// <summary>The server: <c>smtp://user:password@host:587</c>, or <c>smtps://</c> for TLS from the first byte.</summary>
    public const string ServerVariable = "LOADLAB_SMTP";

    /// <summary>Who sends.</summary>
    public const string FromVariable = "LOADLAB_MAIL_FROM";

    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>TLS from the first byte; else STARTTLS, which a password makes a must.</summary>
    public required SecureSocketOptions Security { get; init; }

    /// <summary>Null where the server asks for none.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    public required MailboxAddress From { get; init; }

    public required IReadOnlyList<MailboxAddress> To { get; init; }

    /// <summary>Reads them; null with faults when something is wrong.</summary>
    public static MailSettings? Read(IReadOnlyList<string> to, Func<string, string?> environment, List<string> faults)
    {
        var before = faults.Count;
        var people = new List<MailboxAddress>();
        foreach (var address in to.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (Mailbox(address) is { } mailbox)
            {
                people.Add(mailbox);
            }
            else
            {
                faults.Add($"--mail-to '{address}' is not an address. Write for example --mail-to ops@example.com");
            }
        }

        var from = environment(FromVariable);
        if (from is not { Length: > 0 } || Mailbox(from) is null)
        {
            faults.Add(from is not { Length: > 0 } ? $"--mail-to needs the variable {FromVariable}: the address that the mail is from." : $"{FromVariable} '{from}' is not an address.");
        }

        // What is wrong with it must not show the password that is in it.
        var server = environment(ServerVariable);
        var isUri = Uri.TryCreate(server, UriKind.Absolute, out var uri) && uri.Scheme is "smtp" or "smtps" && uri.Host.Length > 0 && uri.PathAndQuery is "" or "/";
        if (!isUri)
        {
            faults.Add(server is not { Length: > 0 } ? $"--mail-to needs the variable {ServerVariable}: the mail server, as smtp://smtp.example.com:587 or smtp://user:password@smtp.example.com:587 (smtps:// for TLS from the first byte)."
                : $"{ServerVariable} is not an address such as smtp://user:password@smtp.example.com:587. A character of the user or the password that an address cannot hold is written as %40.");
        }

        if (faults.Count > before)
        {
            return null;
        }

        var (user, password) = uri!.UserInfo.Split(':', 2) is [{ Length: > 0 } name, .. var rest] ? (Uri.UnescapeDataString(name), Uri.UnescapeDataString(rest.FirstOrDefault() ?? "")) : (null, null);
        return new MailSettings
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : uri.Scheme == "smtps" ? 465 : user is null ? 25 : 587,
            Security = uri.Scheme == "smtps" ? SecureSocketOptions.SslOnConnect : user is null ? SecureSocketOptions.StartTlsWhenAvailable : uri.IsLoopback ? SecureSocketOptions.StartTlsWhenAvailable : SecureSocketOptions.StartTls,
            User = user,
            Password = password,
            From = Mailbox(from!)!,
            To = people,
        };
    }

    private static MailboxAddress? Mailbox(string text) => MailboxAddress.TryParse(text, out var address) && address.Address.Contains('@', StringComparison.Ordinal) ? address : null;
}
