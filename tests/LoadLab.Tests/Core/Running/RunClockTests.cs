using LoadLab.Core.Running;

namespace LoadLab.Tests.Core.Running;

public sealed class RunClockTests
{
    [Fact]
    public void A_thread_that_had_to_wait_between_two_readings_does_not_put_the_time_of_day_beside_the_seconds()
    {
        var time = new BusyMachine();

        var clock = new RunClock(time);

        var behind = BusyMachine.At(clock.Origin) - clock.StartedAt;
        behind.Duration().Should().BeLessThan(TimeSpan.FromMilliseconds(1), "seconds of k6 are told by the time of day, and those of the run by the timestamp");
    }

    [Fact]
    public void A_machine_that_is_always_busy_still_gets_a_clock() => new RunClock(new BusyMachine(waits: int.MaxValue)).StartedAt.Should().BeAfter(BusyMachine.Start);

    /// <summary>A machine on which a thread waits 150 ms after it has read the time of day, some times.</summary>
    private sealed class BusyMachine(int waits = 2) : TimeProvider
    {
        public static readonly DateTimeOffset Start = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

        private long _ticks = TimeSpan.TicksPerSecond;
        private int _waited;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks += 10;

        public override DateTimeOffset GetUtcNow()
        {
            var now = At(_ticks);
            _ticks += _waited++ < waits ? TimeSpan.TicksPerMillisecond * 150 : 10;
            return now;
        }

        public static DateTimeOffset At(long timestamp) => Start.AddTicks(timestamp);
    }
}
