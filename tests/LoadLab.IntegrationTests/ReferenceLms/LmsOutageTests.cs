using System.Net;

namespace LoadLab.IntegrationTests.ReferenceLms;

/// <summary>Servers of their own: these tests stop them.</summary>
[Collection(OneReferenceLms.Name)]
public sealed class LmsOutageTests(NativeServers servers) : IClassFixture<NativeServers>
{
    [Fact]
    public async Task A_full_pool_is_503_and_metrics_still_answer_and_show_it()
    {
        var postgres = await servers.NewDatabaseAsync() + ";Timeout=3";
        await using var lms = await LmsProcess.StartAsync(
            servers, postgres, new Dictionary<string, string> { ["Lms__Pool__Size"] = "2", ["Lms__Query__Delay"] = "00:00:07", ["Lms__Workers"] = "0" });

        // Two hold the pool for seven seconds, and four wait for three: long enough to be seen by a machine that is busy.
        var requests = Enumerable.Range(0, 6).Select(_ => lms.SendAsync("GET", "/api/courses/search?q=algebra")).ToArray();
        await Eventually.AsyncTrue(
            async () => await lms.ReadMetricAsync("lms_db_pool_connections{state=\"used\"}") == 2 && await lms.ReadMetricAsync("lms_db_pool_pending") > 0,
            "all connections are used and requests wait");
        (await lms.ReadMetricAsync("lms_db_pool_max")).Should().Be(2);
        var answers = await Task.WhenAll(requests);

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).Should().Be(2);
        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable).ToArray();
        refused.Should().HaveCount(4).And.OnlyContain(answer => answer.Content.Headers.ContentType!.MediaType == "application/problem+json");
        refused.Should().OnlyContain(answer => answer.Headers.RetryAfter != null);
        await lms.AskAsync(HttpStatusCode.OK, "GET", "/api/courses/search?q=algebra");
        (await lms.ReadMetricAsync("lms_db_pool_pending")).Should().Be(0);
    }

    [Fact]
    public async Task A_lost_Redis_is_503_and_the_service_recovers_by_itself()
    {
        await using var lms = await LmsProcess.StartAsync(servers, await servers.NewDatabaseAsync());
        var token = await lms.LogInAsync(1);

        await servers.StopRedisAsync();
        await Eventually.AsyncTrue(async () => (await lms.SendAsync("GET", "/health/ready")).StatusCode == HttpStatusCode.ServiceUnavailable, "the loss is noticed");
        await lms.AskAsync(HttpStatusCode.ServiceUnavailable, "GET", "/api/me/enrolments", token);
        using var course = await lms.SendAsync("GET", "/api/courses/1");
        (await lms.SendAsync("GET", "/health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await lms.ReadMetricAsync("lms_db_pool_max")).Should().Be(50);
        (await lms.ReadMetricAsync("lms_queue_length{queue=\"grading\"}")).Should().BeNull("it is not known");

        course.StatusCode.Should().Be(HttpStatusCode.OK, "Postgres has the course");
        course.Headers.GetValues("X-Cache").Should().Equal("down");
        await servers.StartRedisAsync();
        await Eventually.AsyncTrue(async () => (await lms.SendAsync("GET", "/health/ready")).StatusCode == HttpStatusCode.OK, "the service is ready again");
        await lms.AskAsync(HttpStatusCode.Unauthorized, "GET", "/api/me/enrolments", token);
        await lms.AskAsync(HttpStatusCode.OK, "GET", "/api/me/enrolments", await lms.LogInAsync(1));
        lms.Process.HasExited.Should().BeFalse();
    }

    [Fact]
    public async Task A_lost_Postgres_is_503_and_the_service_recovers_by_itself()
    {
        await using var lms = await LmsProcess.StartAsync(servers, await servers.NewDatabaseAsync());
        await lms.AskAsync(HttpStatusCode.OK, "GET", "/api/courses/search?q=algebra");

        await servers.StopPostgresAsync();
        await lms.AskAsync(HttpStatusCode.ServiceUnavailable, "GET", "/api/courses/search?q=algebra");
        (await lms.ReadMetricAsync("lms_db_pool_max")).Should().Be(50);

        await servers.StartPostgresAsync();
        await Eventually.AsyncTrue(async () => (await lms.SendAsync("GET", "/health/ready")).StatusCode == HttpStatusCode.OK, "the service is ready again");
        await lms.AskAsync(HttpStatusCode.OK, "GET", "/api/courses/search?q=algebra");
        lms.Process.HasExited.Should().BeFalse();
    }
}
