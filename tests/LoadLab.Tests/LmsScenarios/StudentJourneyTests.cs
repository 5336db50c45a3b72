using System.Net;
using Lms.Scenarios;
using LoadLab.Sdk;

namespace LoadLab.Tests.LmsScenarios;

public sealed class StudentJourneyTests : IDisposable
{
    private readonly FakeTarget _target = new();
    private readonly HttpClient _client;

    public StudentJourneyTests() => _client = new HttpClient(_target) { BaseAddress = new Uri("http://lms.example") };

    public void Dispose() => _client.Dispose();

    [Fact]
    public void The_assembly_offers_a_student_and_a_reader() =>
        new Lms.Scenarios.LmsScenarios().Scenarios.Select(scenario => scenario.Name).Should().Equal("student", "catalogue_reader");

    [Fact]
    public async Task First_iteration_logs_in_and_reads_the_courses_and_later_ones_do_one_action()
    {
        var (journey, context) = await PrepareAsync("open_course");

        (await journey.RunAsync(context)).IsError.Should().BeFalse();
        (await journey.RunAsync(context)).IsError.Should().BeFalse();

        context.Steps.Select(step => step.Name).Should().Equal("log_in", "my_courses", "open_course", "open_course");
        _target.Tokens.Should().Equal(null, "t-1", "t-1", "t-1");
    }

    [Fact]
    public async Task A_first_iteration_that_is_to_log_in_logs_in_once()
    {
        var (journey, context) = await PrepareAsync("log_in");

        await journey.RunAsync(context);

        context.Steps.Select(step => step.Name).Should().Equal("log_in", "my_courses");
    }

    [Theory]
    [InlineData(0, "student00000@lms.example", "password-00")]
    [InlineData(42, "student00042@lms.example", "password-10")]
    [InlineData(5_003, "student00003@lms.example", "password-03")]
    public async Task A_virtual_user_has_the_account_of_its_number(int instance, string email, string password)
    {
        var (journey, context) = await PrepareAsync("log_in", instance);

        await journey.RunAsync(context);

        _target.Bodies[0].Should().Be($$"""{"email":"{{email}}","password":"{{password}}"}""");
    }

    [Theory]
    [InlineData("open_course", "GET /api/courses/2", """{"id":3,"title":"Optics","lessons":[]}""", "Course 3 came with 0 lessons; course 2 has 1.")]
    [InlineData("open_course", "GET /api/courses/2", "<html>", "The body is not a CourseDetail: *")]
    [InlineData("open_course", "GET /api/courses/2", "null", "The body is null.")]
    [InlineData("open_course", "GET /api/courses/2", """{"id":2}""", "The body is not a CourseDetail: *")]
    [InlineData("search", "GET /api/courses/search", """{"query":"optics","total":0,"items":[]}""", "The search for 'optics' found 0 courses for 'optics'; the word is in a title.")]
    [InlineData("browse", "GET /api/courses?", """{"page":1,"pageSize":20,"total":1,"items":[]}""", "Page 1 came with 0 courses; page 1 has 1.")]
    [InlineData("save_progress", "PUT /api/enrolments/2/progress", """{"courseId":2,"lesson":0,"percent":0,"coursePercent":0}""", "ProgressAnswer * came back for *")]
    [InlineData("submit_work", "POST /api/courses/2/submissions", """{"id":0,"courseId":2,"state":"queued"}""", "SubmissionAnswer * came back for work in course 2.")]
    [InlineData("upload", "PUT /api/courses/2/files/", """{"name":"essay-1.bin","bytes":1,"sha256":""}""", "UploadAnswer * came back for 1000 bytes of SHA-256 *")]
    public async Task A_wrong_body_is_a_failed_check(string action, string route, string body, string message)
    {
        var (journey, context) = await PrepareAsync(action);
        _target.Overrides[route] = (HttpStatusCode.OK, body);

        var response = await journey.RunAsync(context);

        response.Failure.Should().Be(FailureKind.Check);
        response.Message.Should().Match(message);
        context.Steps[^1].Should().Be((action, response));
    }

    [Fact]
    public async Task A_status_is_counted_as_such()
    {
        var (journey, context) = await PrepareAsync("open_course");
        _target.Overrides["GET /api/courses/2"] = (HttpStatusCode.ServiceUnavailable, "{}");

        var response = await journey.RunAsync(context);

        (response.StatusCode, response.Failure).Should().Be(("503", FailureKind.Status));
    }

    [Fact]
    public async Task A_token_that_is_refused_is_replaced_by_the_next_iteration()
    {
        var (journey, context) = await PrepareAsync("save_progress");
        _target.Overrides["PUT"] = (HttpStatusCode.Unauthorized, "{}");

        await journey.RunAsync(context);
        await journey.RunAsync(context);

        context.Steps.Select(step => step.Name).Should().Equal("log_in", "my_courses", "save_progress", "log_in", "save_progress");
    }

    [Fact]
    public async Task Without_a_login_there_is_no_action()
    {
        var (journey, context) = await PrepareAsync("open_course");
        _target.Overrides["POST /api/auth/login"] = (HttpStatusCode.ServiceUnavailable, "{}");

        (await journey.RunAsync(context)).IsError.Should().BeTrue();

        context.Steps.Select(step => step.Name).Should().Equal("log_in");
    }

    [Theory]
    [InlineData("GET /health/ready", HttpStatusCode.ServiceUnavailable, """{"postgres":"down"}""",
        "The target http://lms.example/ is not ready: GET /health/ready answered 503 with '{\"postgres\":\"down\"}'. Start what it says is down.")]
    [InlineData("GET /api/courses", HttpStatusCode.OK, """{"page":1,"pageSize":100,"total":0,"items":[]}""",
        "The target http://lms.example/ has no courses. Start the reference LMS with --prepare, or fill your own with data.")]
    [InlineData("GET /api/courses", HttpStatusCode.OK, "<html>",
        "The target http://lms.example/ does not answer GET /api/courses?page=1&pageSize=100 as an LMS does: *")]
    [InlineData("POST /api/auth/login", HttpStatusCode.Unauthorized, "{}",
        "'student04999@lms.example' can't log in at http://lms.example/: status 401. Setting 'users' is 5000; set it to the number of accounts*")]
    public async Task Init_says_what_is_wrong_with_the_target(string route, HttpStatusCode status, string body, string message)
    {
        _target.Overrides[route] = (status, body);

        var prepare = () => PrepareAsync("open_course");

        await prepare.Should().ThrowAsync<InvalidOperationException>().WithMessage(message);
    }

    private async Task<(StudentJourney Journey, FakeContext Context)> PrepareAsync(string action, int instance = 0)
    {
        var settings = Actions.OfStudent.ToDictionary(pair => "weight." + pair.Action, pair => pair.Action == action ? "1" : "0");
        settings["upload.bytes"] = "1000";
        var journey = new StudentJourney();
        var context = new FakeContext(_client, instance, settings);
        await journey.InitAsync(context);
        _target.Requests.Clear();
        _target.Tokens.Clear();
        _target.Bodies.Clear();
        return (journey, context);
    }
}
