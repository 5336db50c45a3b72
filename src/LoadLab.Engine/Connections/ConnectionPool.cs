namespace LoadLab.Engine.Connections;

/// <summary>The connections to one place: as many as are used at once, up to a maximum. Who finds none waits in line. Thread-safe.</summary>
internal sealed class ConnectionPool(PoolKey key, ConnectionCounter counter, int maxConnections, bool insecure) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<PooledConnection> _idle = new();
    private readonly HashSet<PooledConnection> _all = [];
    private readonly Queue<TaskCompletionSource<PooledConnection>> _waiting = new();
    private bool _disposed;

    /// <summary>Whom it connects to.</summary>
    public PoolKey Key => key;

    /// <summary>The Host header of requests that have none of their own.</summary>
    public string HostHeader { get; } = key.HostHeader;

    /// <summary>Any certificate is accepted.</summary>
    public bool Insecure => insecure || key.Insecure;

    /// <summary>The connection that was used last; null when there is none that nobody uses.</summary>
    public PooledConnection? TryRent()
    {
        lock (_lock)
        {
            return _idle.TryPop(out var connection) ? connection : null;
        }
    }

    /// <summary>A connection that nobody else uses; perhaps one that is still to be made, or that the server has closed. Give it back, or drop it.</summary>
    /// <param name="most">How many there may be for who asks, where that is more than others may have.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<PooledConnection> RentAsync(int most, CancellationToken cancellationToken)
    {
        TaskCompletionSource<PooledConnection> turn;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_idle.TryPop(out var connection))
            {
                return new ValueTask<PooledConnection>(connection);
            }

            if (_all.Count < Math.Max(maxConnections, most))
            {
                return new ValueTask<PooledConnection>(Add());
            }

            turn = new TaskCompletionSource<PooledConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        return WaitAsync(turn, cancellationToken);
    }

    /// <summary>Takes back a connection that can be used again.</summary>
    public void Return(PooledConnection connection)
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                while (_waiting.TryDequeue(out var turn))
                {
                    if (turn.TrySetResult(connection))
                    {
                        return;
                    }
                }

                _idle.Push(connection);
                return;
            }
        }

        connection.Close();
    }

    /// <summary>Closes a connection; the next in line gets another.</summary>
    public void Drop(PooledConnection connection)
    {
        connection.Close();
        lock (_lock)
        {
            if (!_all.Remove(connection) || _disposed)
            {
                return;
            }

            while (_waiting.TryDequeue(out var turn))
            {
                var next = Add();
                if (turn.TrySetResult(next))
                {
                    return;
                }

                _all.Remove(next);
            }
        }
    }

    /// <summary>Closes all of them, those in use too.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var connection in _all)
            {
                connection.Break();
            }

            foreach (var turn in _waiting)
            {
                turn.TrySetException(new ObjectDisposedException(nameof(ConnectionPool)));
            }

            _idle.Clear();
        }
    }

    private static async ValueTask<PooledConnection> WaitAsync(TaskCompletionSource<PooledConnection> turn, CancellationToken cancellationToken)
    {
        await using (cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource<PooledConnection>)state!).TrySetCanceled(token), turn).ConfigureAwait(false))
        {
            return await turn.Task.ConfigureAwait(false);
        }
    }

    private PooledConnection Add()
    {
        var connection = new PooledConnection(this, counter);
        _all.Add(connection);
        return connection;
    }
}
