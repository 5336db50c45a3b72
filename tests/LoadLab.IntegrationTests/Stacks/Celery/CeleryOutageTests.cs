using System.Text;
using LoadLab.Core.Measurement;
using LoadLab.IntegrationTests.Outside;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.Stacks.Probes;
using StackExchange.Redis;
using static LoadLab.IntegrationTests.Stacks.ProbeSamples;

namespace LoadLab.IntegrationTests.Stacks.Celery;

/// <summary>Heartbeats that could not be heard, over a real Redis and a clock that the test sets forward.</summary>
public sealed class CeleryOutageTests : IDisposable
{
    private readonly RedisLab _lab = new();
    private readonly SetForward _time = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Workers_that_could_not_be_heard_while_the_broker_was_away_are_not_gone()
    {
        var port = await _lab.StartAsync();
        await using var broker = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port}");
        await using var probe = new CeleryProbe($"127.0.0.1:{port}", ["work"], _time);
        await SampleAsync(probe);
        await BeatAsync("w1");
        await BeatAsync("w2");
        await Eventually.AsyncTrue(async () => await WorkersAsync() == 2, "both were heard");

        // No sample for 20 s, as while Redis is frozen; then one of the two is heard again.
        _time.Forward(20);
        (await WorkersAsync()).Should().Be(double.NaN, "nobody could be heard, which is not nobody");
        await BeatAsync("w1");
        _time.Forward(2);
        (await WorkersAsync()).Should().Be(double.NaN, "the other one may beat yet");
        _time.Forward(2);
        await BeatAsync("w1");
        await WorkersAsync();
        _time.Forward(2);

        await Eventually.AsyncTrue(async () => await WorkersAsync() == 1, "6 s after it, who is silent is gone");

        async Task BeatAsync(string worker)
        {
            var body = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"hostname": "{{worker}}", "type": "worker-heartbeat"}"""));
            await broker.GetSubscriber().PublishAsync(RedisChannel.Literal("/0.celeryev/worker.heartbeat"), $$"""{"body": "{{body}}"}""");
        }

        async Task<double> WorkersAsync() => (await SampleAsync(probe))[MeasureNames.CeleryWorkers];
    }

    /// <summary>A clock that stands still until it is set forward.</summary>
    private sealed class SetForward : TimeProvider
    {
        private long _ticks;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public void Forward(int seconds) => Interlocked.Add(ref _ticks, seconds * TimestampFrequency);
    }
}
