using LoadLab.Cli.Commands;

namespace LoadLab.Tests.Cli.Commands;

public sealed class WatchCommandTests
{
    [Fact]
    public async Task It_runs_again_after_a_change_and_ends_when_it_is_stopped()
    {
        using var harness = new CliHarness();
        using var stop = new CancellationTokenSource();
        var files = new Dictionary<string, string> { ["/a/shop.dll"] = "1" };
        var runs = 0;

        await WatchCommand.WatchAsync(
            harness.Console,
            () => new Dictionary<string, string>(files),
            async _ =>
            {
                // The second run follows a change that came while the first was under way.
                files["/a/shop.dll"] = "2";
                if (++runs == 2)
                {
                    await stop.CancelAsync();
                }
            },
            stop.Token);

        runs.Should().Be(2);
        harness.Error.Should().Contain("Watching 1 file. Ctrl-C ends.").And.Contain("shop.dll changed.");
    }

    [Fact]
    public async Task The_line_that_it_runs_is_that_of_run_once()
    {
        using var harness = new CliHarness();
        using var stop = new CancellationTokenSource();
        IReadOnlyList<string> line = [];
        using var interrupts = new LoadLab.Cli.Parts.Interrupts(TextWriter.Null, () => { }, _ => { });
        var command = WatchCommand.Create(
            harness.Console,
            _ => new Dictionary<string, string>(),
            (asked, _) =>
            {
                line = asked;
                interrupts.OnSignal();
                return Task.FromResult(0);
            },
            () => interrupts);

        await harness.RunAsync("watch suite.yaml --trace --set settings.a=b --external-url=http://127.0.0.1:1", command);

        line.Should().Equal("run", "suite.yaml", "--trace", "--set", "settings.a=b", "--external-url", "http://127.0.0.1:1", "--once");
    }
}
