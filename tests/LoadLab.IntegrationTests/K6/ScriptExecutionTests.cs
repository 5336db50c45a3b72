namespace LoadLab.IntegrationTests.K6;

/// <summary><c>k6/execution</c> in a run.</summary>
public sealed class ScriptExecutionTests
{
    [Theory]
    [InlineData("exec.scenario.progress >= 0 && exec.scenario.progress <= 1", "true")]
    [InlineData("Math.abs(exec.scenario.startTime - Date.now()) < 60000", "true")]
    [InlineData("exec.scenario.iterationInTest", "0")]
    [InlineData("exec.instance.vusActive", "1")]
    [InlineData("exec.instance.iterationsCompleted", "0")]
    [InlineData("exec.instance.currentTestRunDuration >= 0", "true")]
    [InlineData("exec.test.options.scenarios.default.iterations", "1")]
    public async Task A_script_knows_where_it_is(string expression, string expected)
    {
        await using var server = await ScriptServer.StartAsync();

        var run = await ScriptHarness.RunAsync(server, $"import exec from 'k6/execution'; export const options = {{ iterations: 1 }}; export default () => {{ console.log('saw ' + String({expression})); }};");

        run.Messages.Should().Contain("script info: saw " + expected);
    }

    [Fact]
    public async Task A_script_that_aborts_the_test_starts_no_more_iterations()
    {
        await using var server = await ScriptServer.StartAsync();

        var run = await ScriptHarness.RunAsync(server, "import exec from 'k6/execution'; export const options = { iterations: 5000 }; export default () => { if (exec.scenario.iterationInTest === 3) exec.test.abort('enough'); };");

        run.Result.Phases.Single().Whole.Started.Should().BeInRange(4, 4999);
    }
}
