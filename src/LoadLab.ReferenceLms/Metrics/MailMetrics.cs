using Prometheus;

namespace LoadLab.ReferenceLms.Metrics;

/// <summary>What became of the mails. Exists only with a mail server: what is not measured is not exported as 0. Thread-safe.</summary>
internal sealed class MailMetrics
{
    /// <summary>Upper bounds in seconds; the limits of the service levels (30, 60) are bounds themselves.</summary>
    private static readonly double[] Buckets = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120];

    private readonly Histogram _delivery;
    private readonly Counter _triggered;
    private readonly Counter _sent;
    private readonly Counter _failed;

    /// <summary>Registers them.</summary>
    /// <param name="registry">Where.</param>
    /// <param name="length">How many mails wait now.</param>
    public MailMetrics(CollectorRegistry registry, Func<int> length)
    {
        var factory = Prometheus.Metrics.WithCustomRegistry(registry);
        _delivery = factory.CreateHistogram(
            "lms_mail_delivery_seconds",
            "Time from a mail's trigger until the SMTP server has accepted it. A mail that was never accepted is above every bound, so the sum may be infinite.",
            new HistogramConfiguration { Buckets = Buckets });
        _triggered = factory.CreateCounter("lms_mails_triggered_total", "Mails that were asked for.");
        _sent = factory.CreateCounter("lms_mails_sent_total", "Mails that the SMTP server has accepted.");
        _failed = factory.CreateCounter("lms_mails_failed_total", "Mails that were never accepted: refused by the server, too old, or asked for while the queue was full.", ["reason"]);
        foreach (var reason in (string[])["rejected", "expired", "dropped"])
        {
            _failed.WithLabels(reason);
        }

        var waiting = factory.CreateGauge("lms_mail_queue_length", "Mails that wait to be sent, without the one that is being sent.");
        registry.AddBeforeCollectCallback(() => waiting.Set(length()));
    }

    /// <summary>Counts a mail that is asked for.</summary>
    public void Triggered() => _triggered.Inc();

    /// <summary>Counts an accepted mail.</summary>
    public void Sent(TimeSpan sinceTrigger)
    {
        _sent.Inc();
        _delivery.Observe(sinceTrigger.TotalSeconds);
    }

    /// <summary>Counts a mail that will never arrive. It is in the histogram too: left out, the server that loses every slow mail would look fast.</summary>
    /// <param name="reason"><c>rejected</c>, <c>expired</c> or <c>dropped</c>.</param>
    public void Failed(string reason)
    {
        _failed.WithLabels(reason).Inc();
        _delivery.Observe(double.PositiveInfinity);
    }
}
