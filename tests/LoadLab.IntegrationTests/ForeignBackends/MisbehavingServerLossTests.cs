namespace LoadLab.IntegrationTests.ForeignBackends;

/// <summary>The same server where it loses requests, or answers as nobody should: what of it is a failure.</summary>
[Collection(ZooDefinition.Name)]
public sealed class MisbehavingServerLossTests(ForeignServers zoo)
{
    [ForeignTheory("node")]
    [InlineData("GET", "/drop/fin")]
    [InlineData("POST", "/drop/fin")]
    [InlineData("GET", "/drop/rst")]
    [InlineData("POST", "/drop/rst")]
    public async Task What_the_server_dropped_has_failed_and_nothing_arrives_twice(string method, string path)
    {
        var address = $"http://127.0.0.1:{(await zoo.MisbehavingAsync())[0]}{path}";
        var before = await zoo.CountsAsync(path);

        using var run = await ZooRun.StartAsync("http", method, address, "--users", "4", "--iterations", "200");

        var after = await zoo.CountsAsync(path);
        (after.Seen - before.Seen).Should().Be(200, "what was offered is seen once");
        run.Failed.Should().Be(after.Dropped - before.Dropped);
        run.Failures.Should().Equal(new Dictionary<string, long> { ["reset"] = 20 });
    }

    [ForeignFact("node")]
    public async Task Lines_that_end_with_LF_alone_are_read()
    {
        using var run = await ZooRun.StartAsync(
            "http", $"http://127.0.0.1:{(await zoo.MisbehavingAsync())[0]}/bare-lf", "--users", "2", "--iterations", "20", "--timeout", "2s");

        run.Ok.Should().Be(20, "{0}", string.Join("; ", run.Messages));
    }

    [ForeignFact("node")]
    public async Task A_login_that_is_refused_is_told_with_its_status_and_a_piece_of_the_body()
    {
        using var run = await ZooRun.StartAsync("http", $"http://127.0.0.1:{(await zoo.MisbehavingAsync())[0]}/login", "--users", "2", "--iterations", "20");

        run.Failures.Should().Equal(new Dictionary<string, long> { ["status"] = 20 });
        var kind = run.Phase.GetProperty("failures").EnumerateArray().Should().ContainSingle().Which;
        kind.GetProperty("code").GetString().Should().Be("401");
        kind.GetProperty("measured").GetInt64().Should().Be(20);
        kind.GetProperty("body").GetString().Should().Contain("INVALID_CREDENTIALS");
        run.Error.Should().Contain("401").And.Contain("INVALID_CREDENTIALS");
    }
}
