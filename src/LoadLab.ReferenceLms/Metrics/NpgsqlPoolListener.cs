using System.Diagnostics.Metrics;
using LoadLab.ReferenceLms.Configuration;

namespace LoadLab.ReferenceLms.Metrics;

/// <summary>
/// Reads the pool's gauges from Npgsql's own meter, in process and without a query. Must exist before the data source does:
/// the number of waiting requests comes as changes, and one that was missed is missed for good. Thread-safe.
/// </summary>
internal sealed class NpgsqlPoolListener : IDisposable
{
    /// <summary>Name of the data source, by which its measurements are told from those of others.</summary>
    public const string PoolName = "lms";

    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly int _configuredMax;
    private long _used;
    private long _idle;
    private long _max;
    private long _pending;

    public NpgsqlPoolListener(LmsOptions options)
    {
        _configuredMax = options.PoolSize;
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Npgsql"
                && instrument.Name is "db.client.connection.count" or "db.client.connection.max" or "db.client.connection.npgsql.pending_requests")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The pool now.</summary>
    public PoolState Read()
    {
        lock (_gate)
        {
            _listener.RecordObservableInstruments();
            return new PoolState(_used, _idle, _max == 0 ? _configuredMax : _max, Math.Max(0, Interlocked.Read(ref _pending)));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? pool = null;
        string? state = null;
        foreach (var tag in tags)
        {
            switch (tag.Key)
            {
                case "db.client.connection.pool.name":
                    pool = tag.Value as string;
                    break;
                case "db.client.connection.state":
                    state = tag.Value as string;
                    break;
            }
        }

        if (pool != PoolName)
        {
            return;
        }

        switch (instrument.Name)
        {
            case "db.client.connection.max":
                _max = value;
                break;
            case "db.client.connection.npgsql.pending_requests" when instrument.IsObservable:
                Interlocked.Exchange(ref _pending, value);
                break;
            case "db.client.connection.npgsql.pending_requests":
                Interlocked.Add(ref _pending, value);
                break;
            case "db.client.connection.count" when state == "used":
                _used = value;
                break;
            case "db.client.connection.count" when state == "idle":
                _idle = value;
                break;
        }
    }
}
