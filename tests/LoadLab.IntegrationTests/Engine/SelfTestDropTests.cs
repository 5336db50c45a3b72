using LoadLab.Engine.SelfTest;

namespace LoadLab.IntegrationTests.Engine;

public sealed class SelfTestDropTests
{
    [Fact]
    public async Task Failures_are_what_the_server_dropped()
    {
        var rows = new List<SelfTestRow>();
        await foreach (var row in SelfTestRunner.RunAsync(TimeProvider.System, _ => { }, "server ", CancellationToken.None))
        {
            rows.Add(row);
        }

        rows.Select(row => row.Case).Distinct().Should().HaveCount(5);
        rows.Should().HaveCount(50).And.OnlyContain(row => row.Passed);
    }
}
