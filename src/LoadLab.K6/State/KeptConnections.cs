namespace LoadLab.K6.State;

/// <summary>Connections that a script opened and that outlive its iterations: they end with their user. Thread-safe.</summary>
internal sealed class KeptConnections : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<IDisposable> _kept = [];

    public void Add(IDisposable connection)
    {
        lock (_gate)
        {
            _kept.Add(connection);
        }
    }

    /// <summary>It was closed.</summary>
    public void Remove(IDisposable connection)
    {
        lock (_gate)
        {
            _kept.Remove(connection);
        }
    }

    /// <summary>Closes all that are left. Others may be added after it.</summary>
    public void Dispose()
    {
        List<IDisposable> all;
        lock (_gate)
        {
            all = [.. _kept];
            _kept.Clear();
        }

        all.ForEach(connection => connection.Dispose());
    }
}
