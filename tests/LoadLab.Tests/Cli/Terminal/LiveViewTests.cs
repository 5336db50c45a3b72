using LoadLab.Cli.Terminal;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Tests.Reporting;
using Microsoft.Extensions.Time.Testing;

namespace LoadLab.Tests.Cli.Terminal;

public sealed class LiveViewTests
{
    private static readonly LiveOptions Terminal = new(true, true, () => 80);

    [Fact]
    public void Without_a_terminal_there_is_a_plain_line_every_five_seconds()
    {
        using var writer = new StringWriter();
        var time = new FakeTimeProvider();
        using var view = new LiveView(writer, LiveOptions.Plain, time);

        Play(view, SampleRun.Good(), seconds: 11, time);

        Lines(writer).Should().Equal(
            "capacity: 60 s of load in 2 phases, run 20261123T083000Z-capacity-4f2a",
            "  postgres ready",
            "00:05/01:00  users-50  users 41  23/s  P95 32.7 ms  errors 0  pool 4/50",
            "00:10/01:00  users-50  users 50  50/s  P95 33.8 ms  errors 0  pool 5/50",
            "Load complete after 00:11. Stopping the stack and judging.");
        writer.ToString().Should().NotContain("\u001b");
    }

    [Fact]
    public void On_a_terminal_the_block_is_erased_before_it_is_drawn_again()
    {
        using var writer = new StringWriter();
        var time = new FakeTimeProvider();
        using var view = new LiveView(writer, Terminal, time);

        Play(view, SampleRun.Good(), seconds: 3, time);

        writer.ToString().Should().Contain("\r\u001b[5A\u001b[J", "five lines are taken away");
        writer.ToString().Should().EndWith("Load complete after 00:03. Stopping the stack and judging.\n");
    }

    [Fact]
    public void Seconds_that_arrive_together_are_drawn_once()
    {
        using var writer = new StringWriter();
        using var view = new LiveView(writer, Terminal, new FakeTimeProvider());
        var run = SampleRun.Good();
        view.OnRunStarted(run.RunId, run.Plan);
        view.OnPhaseStarted(run.Plan.Phases[0]);
        var drawn = writer.ToString();

        foreach (var second in Seconds(run).Take(20))
        {
            view.OnSecond(second);
        }

        writer.ToString().Should().Be(drawn);
    }

    [Fact]
    public void The_clock_goes_on_when_the_engine_is_silent()
    {
        using var writer = new StringWriter();
        var time = new FakeTimeProvider();
        using var view = new LiveView(writer, Terminal, time);
        var run = SampleRun.Good();
        view.OnRunStarted(run.RunId, run.Plan);
        view.OnPhaseStarted(run.Plan.Phases[0]);

        time.Advance(TimeSpan.FromSeconds(7));

        writer.ToString().Should().Contain("00:07/01:00");
    }

    [Fact]
    public void A_message_stays_above_the_block()
    {
        using var writer = new StringWriter();
        using var view = new LiveView(writer, Terminal, new FakeTimeProvider());
        var run = SampleRun.Good();
        view.OnRunStarted(run.RunId, run.Plan);
        view.OnPhaseStarted(run.Plan.Phases[0]);

        view.OnMessage("first failure: 503");

        writer.ToString().Should().MatchRegex("\\u001b\\[5A\\u001b\\[Jfirst failure: 503\n[^\n]*00:00/01:00");
    }

    [Fact]
    public void A_closed_pipe_does_not_stop_a_run()
    {
        using var view = new LiveView(new BrokenWriter(), Terminal, new FakeTimeProvider());

        var play = () => Play(view, SampleRun.Good(), seconds: 3);

        play.Should().NotThrow();
    }

    [Fact]
    public void Everything_that_spoils_a_run_is_seen_while_it_runs()
    {
        var state = new LiveState();
        var run = SampleRun.Slow();
        state.Apply(run.Plan);
        state.Apply(run.Plan.Phases[1]);
        foreach (var second in Seconds(run).Skip(50))
        {
            state.Apply(second with { Counts = second.Counts with { Dropped = 2 } });
        }

        state.Apply(new HealthSecond(60, 1.9, 0.99, 30, 12, 88, 41, 1));

        LiveText.Line(state, 61).Should().Be(
            "01:01/01:00  rate-100  users 61  100/s  P95 851 ms  errors 55  dropped 22  generator late: timer P99 41 ms, starts dropped");
    }

    [Theory]
    [InlineData(79)]
    [InlineData(40)]
    [InlineData(20)]
    public void No_line_of_the_block_is_wider_than_the_terminal(int width)
    {
        var state = new LiveState();
        var run = SampleRun.Slow();
        state.Apply(run.Plan);
        state.Apply(run.Plan.Phases[1] with { Name = new string('n', 90) });
        foreach (var second in Seconds(run))
        {
            state.Apply(second);
        }

        LiveText.Block(state, 61, width, unicode: true).Should().OnlyContain(line => line.Sum(piece => piece.Text.Length) <= width);
    }

    [Theory]
    [InlineData(true, null, null, "xterm", true)]
    [InlineData(false, null, null, "xterm", false)]
    [InlineData(true, "1", null, "xterm", false)]
    [InlineData(true, null, "true", "xterm", false)]
    [InlineData(true, null, null, "dumb", false)]
    public void Redraws_only_on_a_terminal_that_nobody_calmed(bool isTerminal, string? noColor, string? ci, string term, bool redraw)
    {
        var options = LiveOptions.Choose(isTerminal, name => name switch { "NO_COLOR" => noColor, "CI" => ci, "TERM" => term, _ => null }, unicode: true);

        options.Redraw.Should().Be(redraw);
    }

    private static void Play(LiveView view, RunRecord run, int seconds, FakeTimeProvider? time = null)
    {
        view.OnRunStarted(run.RunId, run.Plan);
        view.OnStack("postgres ready");
        view.OnPhaseStarted(run.Plan.Phases[0]);
        foreach (var second in Seconds(run).Take(seconds))
        {
            foreach (var probe in run.Probes)
            {
                foreach (var point in probe.Between(second.Second, second.Second + 0.99))
                {
                    view.OnProbe(probe.Measure, point);
                }
            }

            view.OnHealth(run.Health[second.Second]);
            time?.Advance(TimeSpan.FromSeconds(1));
            view.OnSecond(second);
        }

        view.OnLoadEnded(RunOutcome.Completed);
    }

    /// <summary>The seconds as the engine hands them over: with their slices.</summary>
    private static IEnumerable<LoadSecond> Seconds(RunRecord run) => run.Seconds.Select(second =>
        second with { Slices = [.. run.Slices.Where(slice => slice.Second == second.Second && slice.Key.Phase == second.Phase)] });

    private static string[] Lines(StringWriter writer) => writer.ToString().TrimEnd('\n').Split('\n');

    private sealed class BrokenWriter : StringWriter
    {
        public override void Write(string? value) => throw new IOException("Broken pipe");
    }
}
