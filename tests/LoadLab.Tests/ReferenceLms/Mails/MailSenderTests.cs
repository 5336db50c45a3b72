using System.Text;
using System.Threading.Channels;
using LoadLab.ReferenceLms.Configuration;
using LoadLab.ReferenceLms.Mails;
using LoadLab.ReferenceLms.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LoadLab.Tests.ReferenceLms.Mails;

public sealed class MailSenderTests
{
    private static readonly SmtpOptions s_smtp = new() { Host = "127.0.0.1", Port = 25, QueueSize = 3, GiveUpAfter = TimeSpan.FromSeconds(90) };

    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private readonly SignallingTime _time;
    private readonly LmsMetrics _metrics = new();
    private readonly FakeTransport _transport;

    public MailSenderTests()
    {
        _time = new SignallingTime(_events.Writer);
        _transport = new FakeTransport(_events.Writer);
    }

    [Fact]
    public async Task A_mail_counts_from_its_trigger_to_its_acceptance()
    {
        _transport.On("slow", () =>
        {
            _time.Advance(TimeSpan.FromSeconds(40));
            return MailAttempt.Accepted;
        });

        await RunAsync("fast", "slow", "after");

        var lines = await PrintAsync();
        lines.Should().Contain(
        [
            "lms_mails_triggered_total 3",
            "lms_mails_sent_total 3",
            "lms_mail_queue_length 0",
            "lms_mail_delivery_seconds_bucket{le=\"0.005\"} 1",
            "lms_mail_delivery_seconds_bucket{le=\"30\"} 1",
            // The one behind it has waited as long.
            "lms_mail_delivery_seconds_bucket{le=\"45\"} 3",
        ]);
    }

    [Fact]
    public async Task A_mail_that_the_server_refuses_is_failed_and_above_every_bound()
    {
        _transport.On("refused", () => MailAttempt.Rejected);

        await RunAsync("refused", "after");

        (await PrintAsync()).Should().Contain(
        [
            "lms_mails_sent_total 1",
            "lms_mails_failed_total{reason=\"rejected\"} 1",
            "lms_mail_delivery_seconds_bucket{le=\"120\"} 1",
            "lms_mail_delivery_seconds_bucket{le=\"+Inf\"} 2",
        ]);
    }

    [Fact]
    public async Task A_server_that_is_away_is_asked_again_after_a_second()
    {
        var asked = 0;
        _transport.On("patient", () => ++asked < 3 ? MailAttempt.Unavailable : MailAttempt.Accepted);

        await RunAsync("patient", "after");

        asked.Should().Be(3);
        (await PrintAsync()).Should().Contain(["lms_mails_sent_total 2", "lms_mails_failed_total{reason=\"expired\"} 0", "lms_mail_delivery_seconds_bucket{le=\"1\"} 0", "lms_mail_delivery_seconds_bucket{le=\"2\"} 2"]);
    }

    [Fact]
    public async Task A_mail_that_is_too_old_is_given_up_and_does_not_hold_the_next_one()
    {
        _transport.On("old", () =>
        {
            _time.Advance(s_smtp.GiveUpAfter);
            return MailAttempt.Unavailable;
        });

        await RunAsync("old", "after");

        (await PrintAsync()).Should().Contain(["lms_mails_failed_total{reason=\"expired\"} 1", "lms_mails_sent_total 1"]);
    }

    [Fact]
    public async Task What_throws_ends_one_mail_and_not_all_mail()
    {
        _transport.On("broken", () => throw new FormatException("no address"));

        await RunAsync("broken", "after");

        (await PrintAsync()).Should().Contain(["lms_mails_failed_total{reason=\"rejected\"} 1", "lms_mails_sent_total 1"]);
    }

    [Fact]
    public async Task A_full_queue_drops_and_counts_and_nobody_waits()
    {
        var queue = Queue(s_smtp);
        for (var i = 0; i < 5; i++)
        {
            queue.Send(new Mail("a@lms.example", "x", ""));
        }

        (await PrintAsync()).Should().Contain(
        [
            "lms_mails_triggered_total 5",
            "lms_mail_queue_length 3",
            "lms_mails_failed_total{reason=\"dropped\"} 2",
            "lms_mail_delivery_seconds_bucket{le=\"120\"} 0",
            "lms_mail_delivery_seconds_bucket{le=\"+Inf\"} 2",
        ]);
    }

    [Fact]
    public async Task Without_a_server_nothing_is_queued_and_nothing_exported()
    {
        var queue = Queue(smtp: null);

        queue.Send(new Mail("a@lms.example", "x", ""));

        queue.Reader.Should().BeNull();
        (await PrintAsync()).Should().NotContain(line => line.Contains("mail", StringComparison.Ordinal));
    }

    /// <summary>Sends mails by their subjects, the last of which tells that all before it are done: one is sent at a time.</summary>
    private async Task RunAsync(params string[] subjects)
    {
        var options = Options(s_smtp);
        var queue = new MailQueue(options, _metrics, _time);
        using var sender = new MailSender(queue, options, _transport, _time, NullLogger<MailSender>.Instance);
        foreach (var subject in subjects)
        {
            queue.Send(new Mail("a@lms.example", subject, ""));
        }

        await sender.StartAsync(CancellationToken.None);
        for (var seen = ""; seen != subjects[^1]; seen = await _events.Reader.ReadAsync())
        {
            if (seen == SignallingTime.Waits)
            {
                _time.Advance(MailSender.Recovery);
            }
        }

        await sender.StopAsync(CancellationToken.None);
    }

    private MailQueue Queue(SmtpOptions? smtp) => new(Options(smtp), _metrics, _time);

    private static LmsOptions Options(SmtpOptions? smtp) => new() { Postgres = "", Redis = "", StoragePath = "", Smtp = smtp };

    private async Task<string[]> PrintAsync()
    {
        using var stream = new MemoryStream();
        await _metrics.Registry.CollectAndExportAsTextAsync(stream);
        return Encoding.UTF8.GetString(stream.ToArray()).Split('\n');
    }

    /// <summary>Tells when somebody waits for it.</summary>
    private sealed class SignallingTime(ChannelWriter<string> events) : FakeTimeProvider
    {
        public const string Waits = "(waits)";

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            events.TryWrite(Waits);
            return timer;
        }
    }

    private sealed class FakeTransport(ChannelWriter<string> events) : IMailTransport
    {
        private readonly Dictionary<string, Func<MailAttempt>> _answers = [];

        public void On(string subject, Func<MailAttempt> answer) => _answers[subject] = answer;

        public Task<MailAttempt> SendAsync(Mail mail, CancellationToken cancellationToken)
        {
            events.TryWrite(mail.Subject);
            return Task.FromResult(_answers.TryGetValue(mail.Subject, out var answer) ? answer() : MailAttempt.Accepted);
        }
    }
}
