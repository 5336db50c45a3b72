using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Processes;

namespace LoadLab.Tests.Stacks.Processes;

public sealed class ProcessStackObstaclesTests
{
    private static readonly StackPlan s_plan = new() { Kind = "processes", Postgres = new Dictionary<string, string> { ["data_directory"] = "/" } };

    private readonly ProcessStackProvider _provider = new(
        new ApiCommand("/nowhere/dotnet", ["/nowhere/Lms.dll"], "/"), new NativeTools { SearchPath = ["/nowhere"], PostgresPatterns = [] },
        TimeProvider.System, StartLimits.Default, ["/nowhere"]);

    [Fact]
    public async Task Everything_that_is_missing_is_named_with_the_way_to_get_it()
    {
        var obstacles = await _provider.FindObstaclesAsync(s_plan, CancellationToken.None);

        obstacles.Should().HaveCount(5).And.OnlyContain(obstacle => obstacle.Contains("Get it: ", StringComparison.Ordinal) || obstacle.Contains("is not there. ", StringComparison.Ordinal));
        obstacles[0].Should().StartWith("postgres (with initdb) is missing: ");
        obstacles[1].Should().StartWith("redis-server is missing: ");
        obstacles[4].Should().Be("The API's assembly '/nowhere/Lms.dll' is not there. In a checkout: dotnet build -c Release src/LoadLab.ReferenceLms. Of an installed tool: dotnet tool update -g LoadLab");
    }

    [Fact]
    public async Task A_start_tells_what_is_missing_and_what_is_wrong_at_once()
    {
        var start = () => _provider.StartAsync(s_plan, 1, new Progress<string>(), CancellationToken.None);

        var fault = (await start.Should().ThrowAsync<LoadLabException>()).Which;
        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Faults.Should().HaveCount(6).And.Contain(line => line.StartsWith("stack.postgres.data_directory", StringComparison.Ordinal));
    }
}
