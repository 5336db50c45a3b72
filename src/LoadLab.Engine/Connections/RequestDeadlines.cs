using System.Collections.Concurrent;

namespace LoadLab.Engine.Connections;

/// <summary>
/// Request timeouts without a timer for each request: a request leaves its deadline with its connection, or with a token that it borrows; one
/// timer looks over all of them now and then, so a timeout comes late by at most a twentieth of itself. Thread-safe.
/// </summary>
internal sealed class RequestDeadlines : IDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly long _timeoutTicks;
    private readonly CancellationToken _cutOff;
    private readonly ITimer _sweeper;
    private readonly CancellationTokenRegistration _onCutOff;
    private readonly ConcurrentStack<Token> _free = new();
    private readonly HashSet<RequestDeadline> _all = [];

    public RequestDeadlines(TimeProvider time, TimeSpan timeout, CancellationToken cutOff)
    {
        _time = time;
        _timeout = timeout;
        _timeoutTicks = (long)(timeout.TotalSeconds * time.TimestampFrequency);
        _cutOff = cutOff;
        var period = TimeSpan.FromMilliseconds(Math.Clamp(timeout.TotalMilliseconds / 20, 5, 500));
        _sweeper = time.CreateTimer(_ => Sweep(), null, period, period);
        _onCutOff = cutOff.Register(Sweep);
    }

    /// <summary>The phase's cut-off, which ends all that waits.</summary>
    public CancellationToken CutOff => _cutOff;

    /// <summary>A request begins.</summary>
    public void Begin(RequestDeadline deadline)
    {
        if (deadline.Watcher is null)
        {
            deadline.Watcher = this;
            lock (_all)
            {
                _all.Add(deadline);
            }
        }

        deadline.Begin(_time.GetTimestamp() + _timeoutTicks);
    }

    /// <summary>Looks after it no longer.</summary>
    public void Forget(RequestDeadline deadline)
    {
        lock (_all)
        {
            _all.Remove(deadline);
        }
    }

    /// <summary>Borrows a token that ends after the timeout.</summary>
    public Token Borrow()
    {
        if (!_free.TryPop(out var token))
        {
            token = new Token();
        }

        Begin(token);
        return token;
    }

    /// <summary>Gives a token back; one that has ended is not used again.</summary>
    public void Return(Token token)
    {
        if (!token.End() && token.Source.TryReset())
        {
            _free.Push(token);
        }
        else
        {
            Forget(token);
        }
    }

    /// <summary>What a request throws that its deadline ended.</summary>
    public Exception Fault(Exception cause) => _cutOff.IsCancellationRequested
        ? new OperationCanceledException("The request was cut off.", cause, _cutOff)
        : new TimeoutException($"No complete answer within the request timeout of {_timeout.TotalSeconds:0.###} s.", cause);

    public void Dispose()
    {
        _onCutOff.Dispose();
        _sweeper.Dispose();
    }

    private void Sweep()
    {
        var now = _cutOff.IsCancellationRequested ? long.MaxValue - 1 : _time.GetTimestamp();
        RequestDeadline[] all;
        lock (_all)
        {
            all = [.. _all];
        }

        foreach (var deadline in all)
        {
            deadline.Check(now);
        }
    }

    /// <summary>A token and when it ends.</summary>
    internal sealed class Token : RequestDeadline
    {
        public CancellationTokenSource Source { get; } = new();

        protected override void Expire() => Source.Cancel();
    }
}
