using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;

namespace LoadLab.IntegrationTests.ReferenceLms;

/// <summary>Servers and one LMS for tests that only ask.</summary>
public sealed class RunningLms : IAsyncLifetime
{
    internal NativeServers Servers { get; } = new();

    internal LmsProcess Lms { get; private set; } = null!;

    internal string Postgres { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Servers.InitializeAsync();
        Postgres = await Servers.NewDatabaseAsync();
        Lms = await LmsProcess.StartAsync(Servers, Postgres, new Dictionary<string, string> { ["Lms__Storage__MaxBytes"] = "11000000" });
    }

    public async Task DisposeAsync()
    {
        await Lms.DisposeAsync();
        Servers.Dispose();
    }
}

[Collection(OneReferenceLms.Name)]
public sealed class LmsApiTests(RunningLms running) : IClassFixture<RunningLms>
{
    private readonly LmsProcess _lms = running.Lms;

    [Fact]
    public async Task Login_gives_a_token_that_a_logout_ends()
    {
        var token = await _lms.LogInAsync(1);

        await _lms.AskAsync(HttpStatusCode.OK, "GET", "/api/me/enrolments", token);
        (await _lms.SendAsync("POST", "/api/auth/logout", token)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        await _lms.AskAsync(HttpStatusCode.Unauthorized, "GET", "/api/me/enrolments", token);
    }

    [Theory]
    [InlineData("student00001@lms.example", "password-02")]
    [InlineData("nobody@lms.example", "password-01")]
    public async Task A_wrong_login_is_401(string email, string password) =>
        await _lms.AskAsync(HttpStatusCode.Unauthorized, "POST", "/api/auth/login", body: new { email, password });

    [Theory]
    [InlineData("GET", "/api/me/enrolments")]
    [InlineData("POST", "/api/auth/logout")]
    [InlineData("POST", "/api/courses/1/enrolments")]
    [InlineData("PUT", "/api/enrolments/1/progress")]
    [InlineData("POST", "/api/courses/1/submissions")]
    [InlineData("GET", "/api/submissions/1")]
    [InlineData("PUT", "/api/courses/1/files/a.bin")]
    public async Task Routes_of_a_student_want_a_known_token(string method, string path)
    {
        var body = method == "GET" ? null : new { };

        await _lms.AskAsync(HttpStatusCode.Unauthorized, method, path, token: null, body);
        await _lms.AskAsync(HttpStatusCode.Unauthorized, method, path, "bm9ib2R5LWtub3dzLXRoaXMtdG9rZW4", body);
    }

    [Fact]
    public async Task Catalogue_comes_in_pages()
    {
        var first = await _lms.AskAsync(HttpStatusCode.OK, "GET", "/api/courses?page=1&pageSize=20");
        var last = await _lms.AskAsync(HttpStatusCode.OK, "GET", "/api/courses?page=3&pageSize=20");
        var beyond = await _lms.AskAsync(HttpStatusCode.OK, "GET", "/api/courses?page=9");

        first.GetProperty("total").GetInt32().Should().Be(50);
        Ids(first).Should().Equal(Enumerable.Range(1, 20));
        Ids(last).Should().Equal(Enumerable.Range(41, 10));
        Ids(beyond).Should().BeEmpty();
    }

    [Fact]
    public async Task Search_finds_words_of_titles_and_their_other_forms()
    {
        var found = await _lms.AskAsync(HttpStatusCode.OK, "GET", "/api/courses/search?q=translations");
        var none = await _lms.AskAsync(HttpStatusCode.OK, "GET", "/api/courses/search?q=zzzz");

        found.GetProperty("items")[0].GetProperty("title").GetString().Should().Be("Introduction to Translation");
        none.GetProperty("total").GetInt32().Should().Be(0);
    }

    [Fact]
    public async Task A_course_comes_from_Postgres_first_and_from_Redis_until_its_time_is_over()
    {
        using var redis = await running.Servers.ConnectRedisAsync();
        var database = redis.GetDatabase();
        using var first = await _lms.SendAsync("GET", "/api/courses/7");
        using var second = await _lms.SendAsync("GET", "/api/courses/7");
        var life = await database.KeyTimeToLiveAsync("course:7");
        await database.KeyExpireAsync("course:7", TimeSpan.Zero);
        using var third = await _lms.SendAsync("GET", "/api/courses/7");

        Cache(first).Should().Be("miss");
        Cache(second).Should().Be("hit");
        Cache(third).Should().Be("miss");
        life.Should().BePositive().And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(30));
        var body = await first.Content.ReadAsStringAsync();
        (await second.Content.ReadAsStringAsync()).Should().Be(body);
        var course = JsonDocument.Parse(body).RootElement;
        course.GetProperty("id").GetInt32().Should().Be(7);
        course.GetProperty("lessons").GetArrayLength().Should().BeInRange(6, 16);
        course.TryGetProperty("modelAnswer", out _).Should().BeFalse("students do not get it");
    }

    [Fact]
    public async Task Enrolling_is_done_once_and_shows_in_the_own_list()
    {
        var token = await _lms.LogInAsync(2);
        var mine = await EnrolmentsAsync(token);
        var other = Enumerable.Range(1, 50).Except(mine).First();

        await _lms.AskAsync(HttpStatusCode.Created, "POST", $"/api/courses/{other}/enrolments", token);
        await _lms.AskAsync(HttpStatusCode.OK, "POST", $"/api/courses/{other}/enrolments", token);

        (await EnrolmentsAsync(token)).Should().BeEquivalentTo([.. mine, other]);
        await _lms.AskAsync(HttpStatusCode.NotFound, "POST", "/api/courses/999/enrolments", token);
    }

    [Fact]
    public async Task Progress_of_a_course_is_the_mean_of_all_its_lessons()
    {
        var token = await _lms.LogInAsync(3);
        var enrolment = (await _lms.AskAsync(HttpStatusCode.OK, "GET", "/api/me/enrolments", token)).GetProperty("items")[0];
        var (course, lessons) = (enrolment.GetProperty("courseId").GetInt32(), enrolment.GetProperty("lessons").GetInt32());
        var path = $"/api/enrolments/{course}/progress";

        await _lms.AskAsync(HttpStatusCode.OK, "PUT", path, token, new { lesson = 1, percent = 10 });
        await _lms.AskAsync(HttpStatusCode.OK, "PUT", path, token, new { lesson = 2, percent = 60 });
        var answer = await _lms.AskAsync(HttpStatusCode.OK, "PUT", path, token, new { lesson = 1, percent = 100 });

        answer.GetProperty("coursePercent").GetInt32().Should().Be(160 / lessons);
        await _lms.AskAsync(HttpStatusCode.NotFound, "PUT", path, token, new { lesson = lessons + 1, percent = 100 });
    }

    [Fact]
    public async Task A_student_acts_in_own_courses_only()
    {
        var token = await _lms.LogInAsync(4);
        var other = Enumerable.Range(1, 50).Except(await EnrolmentsAsync(token)).First();

        await _lms.AskAsync(HttpStatusCode.Forbidden, "PUT", $"/api/enrolments/{other}/progress", token, new { lesson = 1, percent = 1 });
        await _lms.AskAsync(HttpStatusCode.Forbidden, "POST", $"/api/courses/{other}/submissions", token, new { answer = "a" });
        await _lms.AskAsync(HttpStatusCode.Forbidden, "PUT", $"/api/courses/{other}/files/a.bin", token, new byte[] { 1 });
    }

    [Fact]
    public async Task Handed_in_work_is_graded_and_seen_by_its_student_only()
    {
        var token = await _lms.LogInAsync(5);
        var course = (await EnrolmentsAsync(token))[0];
        var model = await ModelAnswerAsync(course);

        var right = await _lms.AskAsync(HttpStatusCode.Accepted, "POST", $"/api/courses/{course}/submissions", token, new { answer = model });
        var wrong = await _lms.AskAsync(HttpStatusCode.Accepted, "POST", $"/api/courses/{course}/submissions", token, new { answer = "xyzzy" });

        right.GetProperty("state").GetString().Should().Be("queued");
        (await GradedAsync(token, right.GetProperty("id").GetInt64())).Should().Be(100);
        (await GradedAsync(token, wrong.GetProperty("id").GetInt64())).Should().Be(0);
        await _lms.AskAsync(HttpStatusCode.NotFound, "GET", $"/api/submissions/{right.GetProperty("id").GetInt64()}", await _lms.LogInAsync(6));
        (await _lms.ReadMetricAsync("lms_jobs_total{outcome=\"graded\"}")).Should().BeGreaterThanOrEqualTo(2);
        (await _lms.ReadMetricAsync("lms_queue_length{queue=\"grading\"}")).Should().Be(0);
    }

    [Fact]
    public async Task An_upload_is_stored_byte_for_byte_and_beyond_the_quota_the_oldest_go()
    {
        var token = await _lms.LogInAsync(7);
        var course = (await EnrolmentsAsync(token))[0];
        var bytes = RandomNumberGenerator.GetBytes(10_000_000);
        var path = $"/api/courses/{course}/files/";

        await _lms.AskAsync(HttpStatusCode.Created, "PUT", path + "old.bin", token, new byte[1_000_000]);
        var answer = await _lms.AskAsync(HttpStatusCode.Created, "PUT", path + "essay.bin", token, bytes);

        answer.GetProperty("bytes").GetInt64().Should().Be(10_000_000);
        answer.GetProperty("sha256").GetString().Should().Be(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        Directory.GetFiles(_lms.Storage).Should().HaveCount(2);

        await _lms.AskAsync(HttpStatusCode.Created, "PUT", path + "new.bin", token, new byte[500]);
        Directory.GetFiles(_lms.Storage).Should().HaveCount(2, "the oldest made room");
        await _lms.AskAsync(HttpStatusCode.OK, "PUT", path + "new.bin", token, new byte[700]);

        Directory.GetFiles(_lms.Storage).Select(file => new FileInfo(file).Length).Should().BeEquivalentTo([10_000_000L, 700L]);
        var stored = await File.ReadAllBytesAsync(Directory.GetFiles(_lms.Storage).Single(file => new FileInfo(file).Length == 10_000_000));
        stored.AsSpan().SequenceEqual(bytes).Should().BeTrue();
        await _lms.AskAsync(HttpStatusCode.RequestEntityTooLarge, "PUT", path + "huge.bin", token, new byte[11_000_001]);
        await _lms.AskAsync(HttpStatusCode.BadRequest, "PUT", path + "..%5Cx", token, new byte[1]);
        await _lms.AskAsync(HttpStatusCode.BadRequest, "PUT", path + ".hidden", token, new byte[1]);
    }

    [Theory]
    [InlineData("GET", "/api/nothing", null, HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/courses/999", null, HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/courses/seven", null, HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/courses", null, HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/courses?page=0&pageSize=101", null, HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/courses?page=one", null, HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/courses/search", null, HttpStatusCode.BadRequest)]
    [InlineData("POST", "/api/auth/login", "{", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/api/auth/login", "null", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/api/auth/login", "{\"email\":7}", HttpStatusCode.BadRequest)]
    public async Task Bad_requests_are_answered_with_problem_details(string method, string path, string? body, HttpStatusCode expected)
    {
        var problem = await _lms.AskAsync(expected, method, path, body: body);

        problem.GetProperty("status").GetInt32().Should().Be((int)expected);
        problem.GetProperty("title").GetString().Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task All_faults_of_a_request_are_named_at_once()
    {
        var problem = await _lms.AskAsync(HttpStatusCode.BadRequest, "POST", "/api/auth/login", body: new { });

        problem.GetProperty("errors").EnumerateObject().Select(fault => fault.Name).Should().Equal("email", "password");
    }

    [Fact]
    public async Task A_hostile_search_is_only_text()
    {
        var found = await _lms.AskAsync(HttpStatusCode.OK, "GET", "/api/courses/search?q=" + Uri.EscapeDataString("'; DROP TABLE courses; -- & | ! ("));

        found.GetProperty("total").GetInt32().Should().Be(0);
        await _lms.AskAsync(HttpStatusCode.OK, "GET", "/api/courses?page=1");
    }

    [Fact]
    public async Task Metrics_and_health_tell_of_pool_and_dependencies()
    {
        await _lms.AskAsync(HttpStatusCode.OK, "GET", "/api/courses/search?q=algebra");
        var health = await _lms.AskAsync(HttpStatusCode.OK, "GET", "/health/ready");

        health.GetProperty("postgres").GetString().Should().Be("ok");
        (await _lms.SendAsync("GET", "/health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await _lms.ReadMetricAsync("lms_db_pool_max")).Should().Be(50);
        (await _lms.ReadMetricAsync("lms_db_pool_connections{state=\"idle\"}")).Should().BePositive();
        (await _lms.ReadMetricAsync("lms_db_query_duration_seconds_count{query=\"course_search\"}")).Should().BePositive();
        (await _lms.ReadMetricAsync("lms_http_request_duration_seconds_count{route=\"/api/courses/search\",method=\"GET\",status=\"200\"}")).Should().BePositive();
    }

    private static int[] Ids(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetInt32())];

    private static string? Cache(HttpResponseMessage answer) => answer.Headers.GetValues("X-Cache").Single();

    private async Task<int[]> EnrolmentsAsync(string token) =>
        [.. (await _lms.AskAsync(HttpStatusCode.OK, "GET", "/api/me/enrolments", token)).GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("courseId").GetInt32())];

    private async Task<int> GradedAsync(string token, long id)
    {
        JsonElement submission = default;
        await Eventually.AsyncTrue(
            async () =>
            {
                submission = await _lms.AskAsync(HttpStatusCode.OK, "GET", $"/api/submissions/{id}", token);
                return submission.GetProperty("state").GetString() != "queued";
            },
            "the submission is graded");
        submission.GetProperty("state").GetString().Should().Be("graded");
        return submission.GetProperty("score").GetInt32();
    }

    private async Task<string> ModelAnswerAsync(int course)
    {
        await using var connection = new NpgsqlConnection(running.Postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT model_answer FROM courses WHERE id = $1", connection) { Parameters = { new() { Value = course } } };
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
