using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LoadLab.Core;
using LoadLab.Core.Text;
using Microsoft.AspNetCore.Http;

namespace LoadLab.Monitoring.Healing;

/// <summary>
/// Takes Alertmanager's webhooks at <c>POST /</c>. It answers when everything is decided; actions follow. What is no notification is refused in words,
/// and written down sixty times a minute at most.
/// </summary>
public sealed class HealingServer : IAsyncDisposable
{
    private const int MostAtOnce = 8;
    private const int MostRefusedLines = 60;

    private readonly SemaphoreSlim _slots = new(MostAtOnce);
    private readonly Lock _lock = new();
    private readonly Healer _healer;
    private readonly TimeProvider _time;
    private JsonServer? _server;
    private DateTimeOffset _minute;
    private int _refused;

    private HealingServer(Healer healer, TimeProvider time) => (_healer, _time) = (healer, time);

    /// <summary>Begins to listen.</summary>
    /// <exception cref="LoadLabException">It cannot (104).</exception>
    public static async Task<HealingServer> StartAsync(IPEndPoint address, Healer healer, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(address);
        var server = new HealingServer(healer, time);
        try
        {
            server._server = await JsonServer.StartAsync(address, server.AnswerInSlotAsync).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"--listen {address}: it cannot be listened there: {OneLine.Of(fault)}.", "Is the port taken? Give another one.", fault);
        }

        return server;
    }

    /// <summary>Takes requests, and has the healer work, until both are stopped. When the healer cannot go on neither does this: what takes alerts and does nothing looks alive.</summary>
    /// <exception cref="LoadLabException">The log cannot be written (1).</exception>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (working, serving) = (_healer.WorkAsync(ending.Token), RunAsync(ending.Token));
        await Task.WhenAny(working, serving).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        await serving.ConfigureAwait(false);
        try
        {
            await working.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ended in order.
        }
    }

    /// <summary>Takes requests until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.Register(stopped.SetResult).ConfigureAwait(false))
        {
            await stopped.Task.ConfigureAwait(false);
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<(int Status, string Words)> AnswerInSlotAsync(HttpRequest request)
    {
        if (!await _slots.WaitAsync(TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false))
        {
            return (503, $"{MostAtOnce} notifications are being read already. Alertmanager tries again.");
        }

        try
        {
            var (status, words) = await DecideAsync(request).ConfigureAwait(false);
            if (status >= 400)
            {
                Refused(status, words);
            }

            return (status, words);
        }
        catch (LoadLabException fault)
        {
            // The log cannot be written: Alertmanager tries again.
            return (500, fault.Message);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<(int Status, string Words)> DecideAsync(HttpRequest request)
    {
        if (request.Path.Value != "/")
        {
            return (404, "Alertmanager's webhooks are taken at POST /.");
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            return (405, "Alertmanager's webhooks are taken with POST.");
        }

        // A page in somebody's browser can post text to this address, but no JSON.
        if (request.ContentType?.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return (415, "The Content-Type must be application/json, as Alertmanager's is.");
        }

        var tooLong = string.Create(CultureInfo.InvariantCulture, $"The body is longer than {NotificationReader.MostBytes} bytes. Set max_alerts of the receiver in Alertmanager.");
        var body = request.ContentLength > NotificationReader.MostBytes
            ? null
            : await BoundedBody.ReadAsync(request.Body, NotificationReader.MostBytes, CancellationToken.None).WaitAsync(JsonServer.Patience, _time).ConfigureAwait(false);
        if (body is null)
        {
            await BoundedBody.DiscardAsync(request.Body, 4L * NotificationReader.MostBytes, CancellationToken.None).WaitAsync(JsonServer.Patience, _time).ConfigureAwait(false);
            return (413, tooLong);
        }

        var notification = NotificationReader.Read(body);
        if (notification.Faults.Count > 0)
        {
            return (400, string.Join(' ', notification.Faults));
        }

        var queued = _healer.Receive(notification.Alerts);
        var left = notification.Truncated > 0 ? $" Alertmanager left out {notification.Truncated.ToString(CultureInfo.InvariantCulture)}." : "";
        return (200, string.Create(CultureInfo.InvariantCulture, $"{Units.Counted(notification.Alerts.Count, "alert")}, {queued} queued; why, the log says.{left}"));
    }

    private void Refused(int status, string words)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (now - _minute >= TimeSpan.FromMinutes(1))
            {
                if (_refused > MostRefusedLines)
                {
                    _healer.Tell(HealingEvent.Refused, string.Create(CultureInfo.InvariantCulture, $"{_refused - MostRefusedLines} more were refused in the minute from {_minute:HH:mm:ss}."));
                }

                (_minute, _refused) = (now, 0);
            }

            if (++_refused <= MostRefusedLines)
            {
                _healer.Tell(HealingEvent.Refused, string.Create(CultureInfo.InvariantCulture, $"{status}: {words}"));
            }
        }
    }
}
