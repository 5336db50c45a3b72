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

    /// <summary>Scripts take the next row of their data by it: whoever is faster takes more, and none is left out.</summary>
    [Fact]
    public async Task Iterations_of_a_scenario_are_numbered_without_gaps_whoever_runs_them()
    {
        await using var server = await ScriptServer.StartAsync();

        var run = await ScriptHarness.RunAsync(server, """
            import exec from 'k6/execution';
            import { sleep } from 'k6';
            import { Trend } from 'k6/metrics';
            const numbers = new Trend('numbers');
            export const options = { vus: 2, iterations: 10 };
            export default () => { numbers.add(exec.scenario.iterationInTest); if (__VU === 1) sleep(0.2); };
            """);

        run.Metric("numbers").Values.Should().Contain("count", 10).And.Contain("min", 0).And.Contain("max", 9).And.Contain("avg", 4.5);
    }

    [Fact]
    public async Task A_script_knows_how_many_iterations_were_broken_off_and_how_many_users_there_are()
    {
        await using var server = await ScriptServer.StartAsync();

        var run = await ScriptHarness.RunAsync(server, """
            import exec from 'k6/execution';
            import { sleep } from 'k6';
            const seen = () => ['iterationsCompleted', 'iterationsInterrupted', 'vusActive', 'vusInitialized'].map((name) => exec.instance[name]).join();
            export const options = { scenarios: { a: { executor: 'constant-vus', vus: 2, duration: '300ms', gracefulStop: '0s' } } };
            export const setup = () => console.log('setup ' + seen());
            export default () => { sleep(30); };
            export const teardown = () => console.log('teardown ' + seen());
            """);

        run.Messages.Should().Contain("script info: setup 0,0,0,2").And.Contain("script info: teardown 0,2,0,2");
    }

    [Fact]
    public async Task No_script_can_catch_the_end_of_the_test()
    {
        await using var server = await ScriptServer.StartAsync();

        var run = await ScriptHarness.RunAsync(server, "import exec from 'k6/execution'; export default () => { try { exec.test.abort('enough'); } catch (e) { console.log('caught'); } console.log('went on'); };");

        run.Messages.Should().NotContain(message => message.StartsWith("script info"));
        run.Whole.Should().BeEquivalentTo(new { Started = 1L, Failed = 0L, Interrupted = 1L });
        run.Result.Reason.Should().Contain("exec.test.abort(): enough");
    }

    [Fact]
    public async Task A_script_that_aborts_the_test_starts_no_more_iterations()
    {
        await using var server = await ScriptServer.StartAsync();

        var run = await ScriptHarness.RunAsync(server, "import exec from 'k6/execution'; export const options = { iterations: 5000 }; export default () => { if (exec.scenario.iterationInTest === 3) exec.test.abort('enough'); };");

        run.Result.Phases.Single().Whole.Started.Should().BeInRange(4, 4999);
    }
}
