using System.Net;
using Npgsql;

namespace LoadLab.IntegrationTests.ReferenceLms;

/// <summary>The life of the process.</summary>
[Collection(OneReferenceLms.Name)]
public sealed class LmsProcessTests(NativeServers servers) : IClassFixture<NativeServers>
{
    [Fact]
    public async Task SIGTERM_ends_it_gracefully_with_a_request_in_flight()
    {
        await using var lms = await LmsProcess.StartAsync(
            servers, await servers.NewDatabaseAsync(), new Dictionary<string, string> { ["Lms__Query__Delay"] = "00:00:01", ["Lms__Workers"] = "0" });
        var inFlight = lms.SendAsync("GET", "/api/courses/search?q=algebra");
        await Eventually.AsyncTrue(async () => await lms.ReadMetricAsync("lms_db_pool_connections{state=\"used\"}") == 1, "the query runs");

        ChildProcesses.Signal(lms.Process, "TERM");
        using var answer = await inFlight;
        await lms.Process.WaitForExitAsync();

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        lms.Process.ExitCode.Should().Be(0, lms.Log);
    }

    [Fact]
    public async Task Preparing_twice_keeps_the_data_and_says_when_it_is_not_what_is_asked()
    {
        var postgres = await servers.NewDatabaseAsync();
        await using (var first = await LmsProcess.StartAsync(servers, postgres))
        {
            var token = await first.LogInAsync(0);
            await first.AskAsync(HttpStatusCode.Created, "POST", $"/api/courses/{await OtherCourseAsync(postgres)}/enrolments", token);
        }

        await using var second = await LmsProcess.StartAsync(servers, postgres, new Dictionary<string, string> { ["Lms__Data__Users"] = "30" });

        (await CountAsync(postgres, "users")).Should().Be(40);
        (await CountAsync(postgres, "courses")).Should().Be(50);
        (await CountAsync(postgres, "enrolments")).Should().Be(401);
        (await CountAsync(postgres, "schema_version")).Should().Be(2);
        second.Log.Should().Contain("warning: the database keeps the data that it has");
    }

    [Fact]
    public async Task Work_that_a_crash_left_behind_is_graded_after_the_next_start()
    {
        var postgres = await servers.NewDatabaseAsync();
        await using (await LmsProcess.StartAsync(servers, postgres, new Dictionary<string, string> { ["Lms__Workers"] = "0" }))
        {
        }

        // One that a worker held when it died, and one that never reached the queue.
        var held = await AddSubmissionAsync(postgres);
        await AddSubmissionAsync(postgres);
        using var redis = await servers.ConnectRedisAsync();
        await redis.GetDatabase().ListLeftPushAsync("queue:grading:processing", held);

        await using var lms = await LmsProcess.StartAsync(servers, postgres);
        await Eventually.AsyncTrue(async () => await CountAsync(postgres, "submissions WHERE state = 'graded'") == 2, "both are graded");
        await Eventually.AsyncTrue(async () => await lms.ReadMetricAsync("lms_queue_length{queue=\"grading:processing\"}") == 0, "no job is held");
    }

    [Fact]
    public async Task A_changed_password_cost_is_applied_at_the_next_login()
    {
        var postgres = await servers.NewDatabaseAsync();
        await using (await LmsProcess.StartAsync(servers, postgres))
        {
        }

        await using var lms = await LmsProcess.StartAsync(servers, postgres, new Dictionary<string, string> { ["Lms__Password__Iterations"] = "200" });
        await lms.LogInAsync(3);
        await lms.LogInAsync(3);

        (await CountAsync(postgres, "users WHERE password_iterations = 200")).Should().Be(1);
    }

    [Fact]
    public async Task A_delay_is_waited_in_front_of_each_api_request_only()
    {
        await using var lms = await LmsProcess.StartAsync(
            servers, await servers.NewDatabaseAsync(), new Dictionary<string, string> { ["Lms__Delay"] = "00:00:00.2000000" });

        await lms.AskAsync(HttpStatusCode.OK, "GET", "/api/courses/search?q=algebra");

        const string series = "lms_http_request_duration_seconds_sum{route=\"/api/courses/search\",method=\"GET\",status=\"200\"}";
        (await lms.ReadMetricAsync(series)).Should().BeGreaterThanOrEqualTo(0.19, "a timer may be early by its tick");
        (await lms.ReadMetricAsync("lms_db_query_duration_seconds_count{query=\"course_search\"}")).Should().Be(1);
    }

    [Fact]
    public async Task A_query_delay_is_spent_inside_Postgres()
    {
        await using var lms = await LmsProcess.StartAsync(
            servers, await servers.NewDatabaseAsync(), new Dictionary<string, string> { ["Lms__Query__Delay"] = "00:00:00.2000000", ["Lms__Workers"] = "0" });

        await lms.AskAsync(HttpStatusCode.OK, "GET", "/api/courses/search?q=algebra");

        (await lms.ReadMetricAsync("lms_db_query_duration_seconds_sum{query=\"course_search\"}")).Should().BeGreaterThanOrEqualTo(0.19);
    }

    [Fact]
    public async Task A_wrong_configuration_ends_with_104_and_every_fault()
    {
        await using var lms = LmsProcess.Launch(
            servers, "Host=127.0.0.1", new Dictionary<string, string> { ["Lms__Pool__Size"] = "none", ["Lms__Cache__Ttl"] = "30", ["Lms__Typo"] = "1" });
        await lms.Process.WaitForExitAsync();

        lms.Process.ExitCode.Should().Be(104);
        lms.Log.Should().Contain("3 faults:").And.Contain("Lms:Pool:Size 'none'").And.Contain("Lms:Cache:Ttl '30'").And.Contain("'Lms:Typo'");
    }

    [Fact]
    public async Task A_taken_port_and_an_absent_Postgres_end_with_104_and_what_to_do()
    {
        var postgres = await servers.NewDatabaseAsync();
        await using var first = await LmsProcess.StartAsync(servers, postgres);
        await using var second = LmsProcess.Launch(servers, postgres, null, "--urls", first.Client.BaseAddress!.ToString().TrimEnd('/'));
        await using var third = LmsProcess.Launch(servers, "Host=127.0.0.1;Port=1;Username=lms;Database=lms");
        await second.Process.WaitForExitAsync();
        await third.Process.WaitForExitAsync();

        second.Process.ExitCode.Should().Be(104, second.Log);
        second.Log.Should().Contain("The LMS can't listen: ").And.Contain("Choose another port with --urls.");
        third.Process.ExitCode.Should().Be(104, third.Log);
        third.Log.Should().Contain("The LMS can't prepare its database: ");
    }

    private static async Task<long> CountAsync(string postgres, string from) => await ScalarAsync(postgres, $"SELECT count(*) FROM {from}");

    private static async Task<long> OtherCourseAsync(string postgres) => await ScalarAsync(
        postgres, "SELECT id::bigint FROM courses WHERE id NOT IN (SELECT course_id FROM enrolments WHERE user_id = 1) LIMIT 1");

    private static async Task<long> AddSubmissionAsync(string postgres) => await ScalarAsync(
        postgres,
        "INSERT INTO submissions (user_id, course_id, answer, submitted_at) SELECT user_id, course_id, 'text', now() - interval '1 hour' FROM enrolments LIMIT 1 RETURNING id");

    private static async Task<long> ScalarAsync(string postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
