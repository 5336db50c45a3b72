using LoadLab.Cli.Parts;

namespace LoadLab.Tests.Cli.Parts;

public sealed class InterruptsTests
{
    [Fact]
    public void The_first_signal_stops_the_second_kills_and_ends_with_105()
    {
        var events = new List<string>();
        using var error = new StringWriter();
        using var interrupts = new Interrupts(error, () => events.Add("kill"), code => events.Add($"exit {code}"));

        interrupts.OnSignal();
        var isStoppedByFirst = interrupts.Stop.IsCancellationRequested;
        var afterFirst = events.ToList();
        interrupts.OnSignal();

        isStoppedByFirst.Should().BeTrue();
        afterFirst.Should().BeEmpty();
        events.Should().Equal("kill", "exit 105");
        error.ToString().Should().StartWith("Stopping: ").And.Contain("Ending at once.");
    }

    [Fact]
    public void A_stack_that_cannot_be_killed_does_not_keep_the_process()
    {
        var ended = 0;
        using var error = new StringWriter();
        using var interrupts = new Interrupts(error, () => throw new InvalidOperationException("stuck"), code => ended = code);
        interrupts.OnSignal();

        interrupts.Invoking(signals => signals.OnSignal()).Should().Throw<InvalidOperationException>();

        ended.Should().Be(105);
    }
}
