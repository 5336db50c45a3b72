using LoadLab.ReferenceLms.Configuration;

namespace LoadLab.ReferenceLms.Mails;

/// <summary>
/// Takes mails from the queue, the oldest first, and hands each to the server. One that the server cannot take now is tried again until it is
/// too old; meanwhile those behind it wait, as the server would not take them either.
/// </summary>
internal sealed class MailSender(MailQueue queue, LmsOptions options, IMailTransport transport, TimeProvider time, ILogger<MailSender> logger) : BackgroundService
{
    /// <summary>Pause after a failed attempt.</summary>
    internal static readonly TimeSpan Recovery = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (queue.Reader is not { } reader)
        {
            return;
        }

        try
        {
            await foreach (var mail in reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
            {
                await DeliverAsync(mail, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What still waits is in memory only and is gone with the process.
        }
    }

    private async Task DeliverAsync(QueuedMail queued, CancellationToken stopping)
    {
        while (true)
        {
            switch (await AttemptAsync(queued.Mail, stopping).ConfigureAwait(false))
            {
                case MailAttempt.Accepted:
                    queue.Metrics!.Sent(time.GetElapsedTime(queued.Trigger));
                    return;
                case MailAttempt.Rejected:
                    queue.Metrics!.Failed("rejected");
                    return;
            }

            if (time.GetElapsedTime(queued.Trigger) >= options.Smtp!.GiveUpAfter)
            {
                queue.Metrics!.Failed("expired");
                return;
            }

            await Task.Delay(Recovery, time, stopping).ConfigureAwait(false);
        }
    }

    private async Task<MailAttempt> AttemptAsync(Mail mail, CancellationToken stopping)
    {
        try
        {
            return await transport.SendAsync(mail, stopping).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A mail that cannot even be written must not end all mail.
            logger.LogError(fault, "A mail can't be sent");
            return MailAttempt.Rejected;
        }
    }
}
