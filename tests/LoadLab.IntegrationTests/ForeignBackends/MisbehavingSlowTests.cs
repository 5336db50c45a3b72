namespace LoadLab.IntegrationTests.ForeignBackends;

/// <summary>Percentiles of a server that misbehaves: they are judged, so nothing runs beside.</summary>
[Collection(MeasuringZoo.Name)]
public sealed class MisbehavingSlowTests(ForeignServers zoo)
{
    [ForeignFact("node")]
    public async Task Failures_that_are_slow_miss_the_limit_that_answers_have_to_keep()
    {
        using var suite = new ZooSuite("""
            scenarios: {get: 1}
            """, path: "/slow", hold: "3s", rate: "50/s");

        using var run = await ZooRun.UndisturbedAsync("run", suite.Path, "--external-url", $"http://127.0.0.1:{(await zoo.MisbehavingAsync())[0]}");

        // Four of a hundred answers are a 504 after one second, so the 99th percentile is one of them.
        run.Verdict("zoo-p99").Should().Be("FAIL", run.Error);
        run.Verdict("zoo-p50").Should().Be("PASS", run.Error);
    }
}
