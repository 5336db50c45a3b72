using System.Net.Sockets;
using LoadLab.Core;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace LoadLab.Publishing.Letters;

/// <summary>Letters as mails: plain text, and HTML beside it.</summary>
internal sealed class MailWay(MailSettings settings) : ILetterWay
{
    private const int TimeoutMilliseconds = 20_000;

    private string Server => FormattableString.Invariant($"{settings.Host}:{settings.Port}");

    public string Description => $"mail to {string.Join(", ", settings.To.Select(to => to.Address))} by {Server}";

    /// <summary>Connects and signs in, and sends nothing.</summary>
    public Task CheckAsync(CancellationToken cancellationToken) => WithServerAsync((_, _) => Task.CompletedTask, cancellationToken);

    public async Task SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        var body = new BodyBuilder { TextBody = letter.Text, HtmlBody = letter.Html };
        using var message = new MimeMessage([settings.From], settings.To, letter.Subject, body.ToMessageBody());
        await WithServerAsync((client, stop) => client.SendAsync(message, stop), cancellationToken).ConfigureAwait(false);
    }

    private async Task WithServerAsync(Func<SmtpClient, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient { Timeout = TimeoutMilliseconds };
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, settings.Security, cancellationToken).ConfigureAwait(false);
            if (settings.User is { } user)
            {
                await client.AuthenticateAsync(user, settings.Password ?? "", cancellationToken).ConfigureAwait(false);
            }

            await work(client, cancellationToken).ConfigureAwait(false);
            await client.DisconnectAsync(quit: true, cancellationToken).ConfigureAwait(false);
        }
        catch (AuthenticationException fault)
        {
            throw Fault($"The mail server {Server} does not take the user '{settings.User}': {fault.Message}", $"Correct the user and the password in {MailSettings.ServerVariable}.", fault);
        }
        catch (SslHandshakeException fault)
        {
            throw Fault($"TLS with the mail server {Server} failed: {fault.InnerException?.Message ?? fault.Message.Split('\n')[0].Trim()}", $"Write smtps:// in {MailSettings.ServerVariable} for TLS from the first byte, smtp:// for STARTTLS, and a name that its certificate has.", fault);
        }
        catch (Exception fault) when (fault is SocketException or IOException or ProtocolException or CommandException or NotSupportedException or TimeoutException)
        {
            throw Fault($"The mail server {Server} did not take the mail to {string.Join(", ", settings.To.Select(to => to.Address))}: {fault.Message}", $"Correct {MailSettings.ServerVariable}, {MailSettings.FromVariable} or --mail-to.", fault);
        }
    }

    private static LoadLabException Fault(string message, string hint, Exception fault) => new(ExitCode.BadConfiguration, message, hint, fault);
}
