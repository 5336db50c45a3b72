using LoadLab.Stacks.Processes;

namespace LoadLab.IntegrationTests.Stacks;

/// <summary>One stack for the tests that only look at it.</summary>
public sealed class StackFixture : IAsyncLifetime
{
    internal ProcessStack Stack { get; private set; } = null!;

    public async Task InitializeAsync() => Stack = await TestStack.StartAsync();

    public async Task DisposeAsync() => await Stack.DisposeAsync();
}
