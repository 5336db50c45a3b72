using LoadLab.Stacks;

namespace LoadLab.Tests.Stacks;

public sealed class StackRegistryTests
{
    private readonly StackRegistry<Group> _registry = new();

    [Fact]
    public async Task A_kill_ends_every_stack_that_was_started_or_is_starting()
    {
        var (up, starting) = (new Group(), new Group());
        var never = new TaskCompletionSource<string>();
        await _registry.StartAsync(() => up, _ => Task.FromResult("up"));
        _ = _registry.StartAsync(() => starting, _ => never.Task);

        _registry.KillNow();

        (up.Killed, starting.Killed).Should().Be((1, 1));
        (up.Disposed, starting.Disposed).Should().Be((0, 0));
    }

    [Fact]
    public async Task After_a_kill_nothing_is_opened()
    {
        _registry.KillNow();
        var opened = false;

        var start = () => _registry.StartAsync(() => Opened(), _ => Task.FromResult("up"));

        await start.Should().ThrowAsync<OperationCanceledException>().WithMessage("The stack is being stopped.");
        opened.Should().BeFalse();

        Group Opened()
        {
            opened = true;
            return new Group();
        }
    }

    [Fact]
    public async Task A_stack_that_does_not_start_is_disposed_and_its_fault_is_passed_on()
    {
        var group = new Group();

        var start = () => _registry.StartAsync<string>(() => group, _ => throw new InvalidOperationException("no"));

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("no");
        group.Disposed.Should().Be(1);
    }

    private sealed class Group : IKillable, IAsyncDisposable
    {
        public int Killed { get; private set; }

        public int Disposed { get; private set; }

        public void KillNow() => Killed++;

        public ValueTask DisposeAsync()
        {
            Disposed++;
            return ValueTask.CompletedTask;
        }
    }
}
