using LoadLab.Testing;
using Xunit;
using Xunit.Abstractions;

namespace NewProject1.LoadTests;

/// <summary>The load test as a test. Its target is the suite's, or that of the variable LOADLAB_EXTERNAL_URL.</summary>
public sealed class NewProject1LoadTests(ITestOutputHelper output)
{
    [Fact]
    public async Task NewProject1_may_go_live()
    {
        // A run that the machine disturbed is made again.
        var result = await LoadTest.FromSuite("new-project-1").WithAttempts(3).WithOutput(output.WriteLine).RunAsync();

        result.ShouldBeGo();
    }
}
