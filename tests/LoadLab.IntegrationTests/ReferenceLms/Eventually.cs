namespace LoadLab.IntegrationTests.ReferenceLms;

/// <summary>Waits for a condition of another process. The limit only ends a test that has already failed.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public static async Task AsyncTrue(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            limit.IsCancellationRequested.Should().BeFalse($"it should have come true that {what}");
            await Task.Delay(20);
        }
    }
}
