using LoadLab.Core.Measurement.Histograms;
using LoadLab.Engine.Pacing;

namespace LoadLab.Engine.SelfHealth;

/// <summary>
/// A thread that wants to wake each millisecond and notes how late it is, and how late a byte over the sockets' threads is: what this
/// machine and process did to them, they did to the load. Each wake-up is also the moment at which users are sampled.
/// </summary>
internal sealed class Canary : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _time;
    private readonly Action<long, long> _onTick;
    private readonly PrecisionTimer _timer;
    private readonly SocketCanary _sockets;
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private readonly LatencyHistogram _late = new();
    private readonly BlockingWatch _watch;
    private long _timerLate;
    private long _socketLate;
    private volatile bool _stop;

    /// <summary>Starts it.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="watch">Is told what each tick saw.</param>
    /// <param name="onTick">Gets the time stamp and the ticks since the last call.</param>
    public Canary(TimeProvider time, BlockingWatch watch, Action<long, long> onTick)
    {
        _time = time;
        _watch = watch;
        _onTick = onTick;
        _timer = new PrecisionTimer(time);
        _sockets = new SocketCanary(time);
        _thread = new Thread(Run) { IsBackground = true, Name = "loadlab canary", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>Lateness since the last call, in milliseconds; NaN where it did not wake at all.</summary>
    public CanarySeen Take()
    {
        lock (_lock)
        {
            var seen = _late.TotalCount == 0
                ? new CanarySeen(double.NaN, double.NaN, double.NaN, double.NaN)
                : new CanarySeen(_late.MaxMicros / 1000.0, _late.PercentileMicros(99) / 1000.0, Milliseconds(_timerLate), Milliseconds(_socketLate));
            _late.Reset();
            (_timerLate, _socketLate) = (0, 0);
            return seen;
        }
    }

    public void Dispose()
    {
        _stop = true;
        _timer.Wake();
        _thread.Join();
        _sockets.Dispose();
        _timer.Dispose();
    }

    private void Run()
    {
        PrecisionTimer.PrepareThread();
        var period = (long)(Period.TotalSeconds * _time.TimestampFrequency);
        var last = _time.GetTimestamp();
        while (!_stop)
        {
            var due = last + period;
            _timer.WaitUntil(due);
            var now = _time.GetTimestamp();
            var socketLate = _sockets.LateTicks();
            _watch.Saw(now, now - due, socketLate);
            lock (_lock)
            {
                _timerLate = Math.Max(_timerLate, now - due);
                _socketLate = Math.Max(_socketLate, socketLate);
                // A pause of n ms held up n wake-ups: each would have seen its share, as any arrival in it did.
                for (var late = now - due; late >= 0; late -= period)
                {
                    _late.Record((long)(Math.Max(late, socketLate) * 1e6 / _time.TimestampFrequency));
                }
            }

            _onTick(now, now - last);
            last = now;
        }
    }

    private double Milliseconds(long ticks) => ticks * 1000.0 / _time.TimestampFrequency;
}

/// <summary>What the canary saw, in milliseconds.</summary>
/// <param name="Max">The latest, of the timer or of a byte over the sockets' threads.</param>
/// <param name="P99">P99 of the same.</param>
/// <param name="Timer">The latest of the timer alone: what held it up held up the whole process.</param>
/// <param name="Threads">The longest wait of a byte for a thread: no thread of the pool was free, or none that reads sockets.</param>
internal readonly record struct CanarySeen(double Max, double P99, double Timer, double Threads);
