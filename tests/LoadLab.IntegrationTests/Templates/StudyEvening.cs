using System.Net.Http.Json;
using LoadLab.Sdk;

namespace Lms.LoadTests;

public sealed class StudyEvening : IScenarioSource
{
    private static readonly Counter Lessons = Metric.CreateCounter("lessons-read", "lessons");
    private static readonly Rate Found = Metric.CreateRate("searches-with-a-course");
    private static readonly Trend Progress = Metric.CreateTrend("course-progress", "percent");

    // The word of an iteration is the same in every run, and on every machine.
    private static readonly IDataFeed<string> Words = DataFeed.Circular(["algebra", "history", "music", "zebra"]);

    public IReadOnlyList<ScenarioProps> Scenarios { get; } = [Scenario.Create("study_evening", RunAsync).WithMetrics(Lessons, Found, Progress).WithSecrets("lms-password")];

    private static async Task<IResponse> RunAsync(IScenarioContext context)
    {
        // The token belongs to the virtual user: it is fetched once, and again before it ends. Fetching it is no step.
        var session = HttpSession.Of(context, options => options.FetchToken = async (client, cancellation) =>
        {
            var body = new { email = context.Settings["email"], password = context.Secret("lms-password") };
            using var answer = await client.PostAsJsonAsync("/api/auth/login", body, cancellation);
            answer.EnsureSuccessStatusCode();
            return new SessionToken((await answer.Content.ReadFromJsonAsync<Login>(cancellation))!.Token, TimeSpan.FromHours(1));
        });

        await Group.Run("find", context, () => FindAsync(context, session));
        await Think.Between(context, TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(800));
        return await Group.Run("learn", context, () => LearnAsync(context, session));
    }

    // The step find::search. That a word is in no title is no failure: the rate counts it.
    private static async Task<IResponse> FindAsync(IScenarioContext context, HttpSession session)
    {
        var word = Words.GetNextItem(context);
        var search = await session.Send<Search>("search", context, Http.CreateRequest("GET", "/api/courses/search?q=" + word));
        if (!search.IsError)
        {
            var answer = search.Payload.Value.Data;
            context.Check("answers what was asked", answer.Query == word);
            Found.Add(context, answer.Total > 0);
        }

        return search;
    }

    // The steps learn::my_courses and learn::save_progress.
    private static async Task<IResponse> LearnAsync(IScenarioContext context, HttpSession session)
    {
        var courses = await session.Send<Courses>("my_courses", context, Http.CreateRequest("GET", "/api/me/enrolments"));
        if (courses.IsError || !context.Check("has courses", courses.Payload.Value.Data.Items.Count > 0))
        {
            return courses;
        }

        var course = courses.Payload.Value.Data.Items[0];
        var request = Http.CreateRequest("PUT", $"/api/enrolments/{course.CourseId}/progress")
            .WithJsonBody(new { lesson = context.Random.Next(1, course.Lessons + 1), percent = 100 });
        var saved = await session.Send<Course>("save_progress", context, request);
        if (!saved.IsError)
        {
            Lessons.Add(context);
            Progress.Add(context, saved.Payload.Value.Data.CoursePercent);
        }

        return saved;
    }

    private sealed record Login(string Token);

    private sealed record Search(string Query, int Total);

    private sealed record Courses(IReadOnlyList<Course> Items);

    private sealed record Course(int CourseId, int Lessons, int CoursePercent);
}
