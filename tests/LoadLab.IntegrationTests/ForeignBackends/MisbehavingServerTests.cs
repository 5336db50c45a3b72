namespace LoadLab.IntegrationTests.ForeignBackends;

/// <summary>A Node server that misbehaves, and what LoadLab says of it.</summary>
[Collection(ZooDefinition.Name)]
public sealed class MisbehavingServerTests(ForeignServers zoo)
{
    [ForeignFact("node")]
    public async Task A_server_that_stops_listening_is_refused_from_then_on()
    {
        using var run = await HttpAsync("/stop", "--users", "2", "--iterations", "200");

        var (seen, _) = await zoo.CountsAsync("/stop");
        run.Ok.Should().Be(50);
        run.Failed.Should().Be(150);
        (run.Failures.GetValueOrDefault("refused") + run.Failures.GetValueOrDefault("reset")).Should().Be(150);
        run.Failures.GetValueOrDefault("refused").Should().BeGreaterThan(140);
        seen.Should().BeInRange(50, 52);
        zoo.ForgetMisbehaving();
    }

    [ForeignFact("node")]
    public async Task A_request_that_hangs_is_a_timeout_with_its_whole_time()
    {
        using var run = await HttpAsync("/hang", "--users", "2", "--iterations", "4", "--timeout", "500ms");

        run.Failures.Should().Equal(new Dictionary<string, long> { ["timeout"] = 4 });
        run.Messages.Should().Equal("No complete answer within the request timeout.");
        (await zoo.CountsAsync("/hang")).Seen.Should().Be(4);
    }

    [ForeignFact("node")]
    public async Task A_page_that_is_not_there_fails_with_its_status_and_nothing_was_measured()
    {
        using var run = await ZooRun.UndisturbedAsync("http", $"http://127.0.0.1:{(await zoo.MisbehavingAsync())[0]}/nowhere", "--users", "2", "--iterations", "20");

        run.Ok.Should().Be(0);
        run.Failures.Should().Equal(new Dictionary<string, long> { ["status"] = 20 });
        run.Phase.GetProperty("steps")[0].GetProperty("statusCodes").GetProperty("404").GetInt64().Should().Be(20);
        run.ExitCode.Should().Be(96, "a run without a success measured nothing: {0}", run.Error);
    }

    private async Task<ZooRun> HttpAsync(string path, params string[] options) =>
        await ZooRun.StartAsync(["http", $"http://127.0.0.1:{(await zoo.MisbehavingAsync())[0]}{path}", .. options]);
}
