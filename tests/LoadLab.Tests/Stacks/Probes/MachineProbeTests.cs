using LoadLab.Stacks.Probes;
using Microsoft.Extensions.Time.Testing;

namespace LoadLab.Tests.Stacks.Probes;

public sealed class MachineProbeTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Busy_is_what_is_neither_idle_nor_waiting_for_the_disk()
    {
        var texts = new Queue<string>(["cpu  100 0 100 700 100 0 0 0 50 0\n", "cpu  130 0 110 740 120 0 0 0 50 0\n", "cpu  130 0 110 740 120 0 0 0 50 0\n"]);
        await using var probe = new MachineProbe(path => path == "/proc/stat" ? texts.Dequeue() : null, _time);

        var samples = new List<double>();
        for (var sample = 0; sample < 3; sample++)
            samples.Add((await probe.SampleAsync(CancellationToken.None))[0]);

        // 40 busy ticks of 100; the first and a repeated reading have no difference to tell from.
        samples.Should().Equal(double.NaN, 0.4, double.NaN);
    }

    [Fact]
    public async Task Run_queue_pressure_and_memory_are_read_from_their_files()
    {
        var waited = 1_000_000;
        await using var probe = new MachineProbe(path => path switch
        {
            "/proc/stat" => "cpu  100 0 100 700 100 0 0 0 50 0\nctxt 5\nprocs_running 7\nprocs_blocked 0\n",
            "/proc/pressure/cpu" => $"some avg10=1.00 avg60=2.00 avg300=3.00 total={waited}\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
            _ => "MemTotal:       1000 kB\nMemFree:         100 kB\nMemAvailable:    250 kB\n",
        }, _time);
        var first = await probe.SampleAsync(CancellationToken.None);
        waited += 300_000;
        _time.Advance(TimeSpan.FromSeconds(1));

        var second = await probe.SampleAsync(CancellationToken.None);

        first.Skip(1).Should().Equal(7, double.NaN, 0.75);
        second.Skip(1).Should().Equal(7, 0.3, 0.75);
    }

    [Fact]
    public async Task What_the_kernel_does_not_tell_is_a_gap()
    {
        await using var probe = new MachineProbe(path => path == "/proc/stat" ? "cpu  100 0 100 700 100 0 0 0 50 0\n" : null, _time);

        (await probe.SampleAsync(CancellationToken.None)).Should().AllBeEquivalentTo(double.NaN);
    }
}
