using System.Net.Sockets;
using LoadLab.ReferenceLms.Configuration;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace LoadLab.ReferenceLms.Mails;

/// <summary>Sends over one SMTP connection that is kept open. A connection that the server has closed meanwhile costs one more try, on a new one.</summary>
internal sealed class SmtpTransport(SmtpOptions options, TimeProvider time) : IMailTransport, IDisposable
{
    private readonly MailboxAddress _from = MailboxAddress.Parse(options.From);
    private SmtpClient? _client;

    /// <inheritdoc/>
    public async Task<MailAttempt> SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        using var message = Compose(mail);
        var wasOpen = _client is { IsConnected: true };
        var attempt = await TryAsync(message, cancellationToken).ConfigureAwait(false);
        return attempt == MailAttempt.Unavailable && wasOpen && _client is null
            ? await TryAsync(message, cancellationToken).ConfigureAwait(false)
            : attempt;
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => Close();

    private async Task<MailAttempt> TryAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (_client is not { IsConnected: true })
            {
                Close();
                _client = new SmtpClient { LocalDomain = "localhost" };
                await _client.ConnectAsync(options.Host, options.Port, SecureSocketOptions.None, either.Token).ConfigureAwait(false);
            }

            await _client.SendAsync(message, either.Token).ConfigureAwait(false);
            return MailAttempt.Accepted;
        }
        catch (SmtpCommandException refusal) when ((int)refusal.StatusCode >= 500 && _client is { IsConnected: true })
        {
            return MailAttempt.Rejected;
        }
        catch (SmtpCommandException) when (_client is { IsConnected: true })
        {
            // 421 and the like: later. The connection is good.
            return MailAttempt.Unavailable;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Close();
            throw;
        }
        catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException or ProtocolException or CommandException or ServiceNotConnectedException)
        {
            // In an unknown state: the next try begins with a new connection.
            Close();
            return MailAttempt.Unavailable;
        }
    }

    private MimeMessage Compose(Mail mail)
    {
        var message = new MimeMessage { Subject = mail.Subject, Date = time.GetUtcNow(), Body = new TextPart("plain") { Text = mail.Text } };
        message.From.Add(_from);
        message.To.Add(MailboxAddress.Parse(mail.To));
        return message;
    }

    private void Close()
    {
        _client?.Dispose();
        _client = null;
    }
}
