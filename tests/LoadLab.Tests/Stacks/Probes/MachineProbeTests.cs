using LoadLab.Stacks.Probes;

namespace LoadLab.Tests.Stacks.Probes;

public sealed class MachineProbeTests
{
    [Fact]
    public async Task Busy_is_what_is_neither_idle_nor_waiting_for_the_disk()
    {
        var texts = new Queue<string>(["cpu  100 0 100 700 100 0 0 0 50 0\n", "cpu  130 0 110 740 120 0 0 0 50 0\n", "cpu  130 0 110 740 120 0 0 0 50 0\n"]);
        await using var probe = new MachineProbe(texts.Dequeue);

        var samples = new List<double>();
        for (var sample = 0; sample < 3; sample++)
            samples.AddRange(await probe.SampleAsync(CancellationToken.None));

        // 40 busy ticks of 100; the first and a repeated reading have no difference to tell from.
        samples.Should().Equal(double.NaN, 0.4, double.NaN);
    }
}
