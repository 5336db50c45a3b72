using LoadLab.Cli.Terminal;
using Microsoft.Extensions.Time.Testing;

namespace LoadLab.Tests.Cli.Terminal;

public sealed class ReadProgressTests
{
    [Fact]
    public void It_is_silent_for_two_seconds_and_then_speaks_once_a_second()
    {
        var time = new FakeTimeProvider();
        using var error = new StringWriter();
        var progress = new ReadProgress(error, time, 4096);
        foreach (var (step, bytes) in new[] { (1.0, 10), (0.9, 20), (0.2, 1024), (0.5, 1500), (0.6, 2048) })
        {
            time.Advance(TimeSpan.FromSeconds(step));
            progress.OnRead(bytes);
        }

        error.ToString().ReplaceLineEndings("\n").Should().Be("read 1 KiB of 4 KiB (25 %) in 2.1 s\nread 2 KiB of 4 KiB (50 %) in 3.2 s\n");
    }

    [Fact]
    public void Without_a_length_it_says_bytes_alone_and_a_quick_read_says_nothing()
    {
        var time = new FakeTimeProvider();
        using var error = new StringWriter();
        var progress = new ReadProgress(error, time, null);
        progress.OnRead(5);
        progress.End();
        error.ToString().Should().BeEmpty();
        time.Advance(TimeSpan.FromSeconds(3));
        progress.OnRead(2048);

        error.ToString().Trim().Should().Be("read 2 KiB in 3 s");
    }
}
