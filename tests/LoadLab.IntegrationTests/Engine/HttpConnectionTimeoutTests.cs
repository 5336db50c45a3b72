using LoadLab.Engine.Connections;
using LoadLab.Engine.Http;
using LoadLab.Engine.Messages;

namespace LoadLab.IntegrationTests.Engine;

public sealed class HttpConnectionTimeoutTests
{
    /// <summary>
    /// A sweeper that is as late as can be: it found the deadline of a request passed, and comes to break the connection when the request after it is on its
    /// way. That request must not be hurt.
    /// </summary>
    [Fact]
    public async Task Sweep_that_comes_late_never_ends_the_next_request()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        var time = new SteppedTime();
        var target = new HttpTarget { Address = server.Address, Timeout = TimeSpan.FromSeconds(1) };
        using var connection = new HttpConnection(target, PoolKey.EndPointOf(server.Address), new ConnectionCounter(), new HttpErrorBodies(), new HttpParts(time), time);
        using var stop = new CancellationTokenSource();
        var sweeper = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                connection.CheckTimeout(time.GetTimestamp());
            }
        });
        var expired = 0;
        for (var i = 0; i < 3000; i++)
        {
            // The deadline of this one passes while it is on its way. It may be answered or broken, as the sweeper comes.
            var overdue = connection.SendAsync(new PreparedRequest(target), CancellationToken.None);
            time.Step(TimeSpan.FromSeconds(2));
            expired += (await overdue).IsError ? 1 : 0;

            var next = await connection.SendAsync(new PreparedRequest(target), CancellationToken.None);

            next.IsError.Should().BeFalse("request {0} has all its time: {1}", i, next.Message);
        }

        await stop.CancelAsync();
        await sweeper;
        expired.Should().BeGreaterThan(0, "the sweeper must have had something to do");
    }

    private sealed class SteppedTime : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _now);

        public void Step(TimeSpan by) => Interlocked.Add(ref _now, by.Ticks);
    }
}
