using System.Net.Sockets;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace LoadLab.Publishing.RemoteWrite;

/// <summary>
/// Writes each export to Prometheus. Nothing is kept for later: counters and histograms are sums since the run began, so that the next export says what a
/// lost one would have said, and only its moment is missing. On the exporter's thread alone.
/// </summary>
/// <param name="client">Sends, and notes what was lost.</param>
/// <param name="address">Where to.</param>
/// <param name="headers">Further headers, such as a token.</param>
/// <param name="instance">Which run it is.</param>
/// <param name="time">The time.</param>
internal sealed class RemoteWriteExporter(HttpClient client, Uri address, IReadOnlyList<KeyValuePair<string, string>> headers, string instance, TimeProvider time) : BaseExporter<Metric>
{
    private readonly SeriesWriter _writer = new(instance);
    private bool _isLost;

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        _writer.Begin(time.GetUtcNow().ToUnixTimeMilliseconds());
        foreach (var metric in batch)
        {
            _writer.Add(metric);
        }

        _isLost = Send() == ExportResult.Failure;
        return _isLost ? ExportResult.Failure : ExportResult.Success;
    }

    /// <summary>The run is over: every series ends here. A receiver that took nothing of late is not asked once more.</summary>
    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        if (!_isLost)
        {
            _writer.Begin(time.GetUtcNow().ToUnixTimeMilliseconds());
            Send();
        }

        return base.OnShutdown(timeoutMilliseconds);
    }

    private ExportResult Send()
    {
        foreach (var part in _writer.End().Chunk(RemoteWriteBody.MostSeries))
        {
            try
            {
                using var request = RemoteWriteBody.Request(address, headers, part);
                using var answer = client.Send(request);
                if (!answer.IsSuccessStatusCode)
                {
                    return ExportResult.Failure;
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or SocketException or OperationCanceledException)
            {
                // Who watches the client has noted it.
                return ExportResult.Failure;
            }
        }

        return ExportResult.Success;
    }
}
