using System.Threading.Channels;
using LoadLab.ReferenceLms.Configuration;
using LoadLab.ReferenceLms.Metrics;

namespace LoadLab.ReferenceLms.Mails;

/// <summary>
/// Mails on their way to the server, in memory and bounded: what is asked for while it is full is dropped and counted, so that a server
/// that is down costs no request anything. Without a server nothing is queued. Thread-safe.
/// </summary>
internal sealed class MailQueue
{
    private readonly Channel<QueuedMail>? _channel;
    private readonly MailMetrics? _metrics;
    private readonly TimeProvider _time;

    public MailQueue(LmsOptions options, LmsMetrics metrics, TimeProvider time)
    {
        _time = time;
        if (options.Smtp is not { } smtp)
        {
            return;
        }

        _metrics = new MailMetrics(metrics.Registry, () => _channel!.Reader.Count);

        // Wait, so that a full queue tells: the modes that drop would say that all is well.
        _channel = Channel.CreateBounded<QueuedMail>(new BoundedChannelOptions(smtp.QueueSize) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    }

    /// <summary>What was counted; null without a server.</summary>
    public MailMetrics? Metrics => _metrics;

    /// <summary>What waits; null without a server.</summary>
    public ChannelReader<QueuedMail>? Reader => _channel?.Reader;

    /// <summary>Queues a mail. This is its trigger: the delivery time counts from here. Never waits.</summary>
    public void Send(Mail mail)
    {
        if (_channel is null)
        {
            return;
        }

        _metrics!.Triggered();
        if (!_channel.Writer.TryWrite(new QueuedMail(mail, _time.GetTimestamp())))
        {
            _metrics.Failed("dropped");
        }
    }
}

/// <summary>A mail and the moment that triggered it.</summary>
/// <param name="Mail">The mail.</param>
/// <param name="Trigger">Timestamp of the process's clock.</param>
internal readonly record struct QueuedMail(Mail Mail, long Trigger);
