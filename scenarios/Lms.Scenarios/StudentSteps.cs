using System.Globalization;
using System.Text;
using Lms.Scenarios.Contracts;
using LoadLab.Sdk;

namespace Lms.Scenarios;

/// <summary>The steps that need an account.</summary>
internal static class StudentSteps
{
    private const int AnswerWords = 60;

    // A student replaces older work: the target's disk fills with users, not with time.
    private const int FilesOfStudent = 2;

    /// <summary>Logs in, which ends in a new token.</summary>
    public static async Task<IResponse> LogInAsync(IScenarioContext context, StudentState student, int account)
    {
        var response = await LmsApi.CallAsync(
            Actions.LogIn,
            context,
            () => Http.CreateRequest("POST", "/api/auth/login")
                .WithJsonBody(new LoginBody(StudentState.EmailOf(account), StudentState.PasswordOf(account)), LmsJson.Default.Options),
            LmsJson.Default.LoginAnswer,
            static answer => answer.Token.Length > 0 && answer.UserId > 0 ? null : "The login came without a token or a user id.").ConfigureAwait(false);
        if (!response.IsError)
        {
            student.Token = response.Payload.Value.Token;
        }

        return response;
    }

    /// <summary>Looks at the student's own courses.</summary>
    public static async Task<IResponse> MyCoursesAsync(IScenarioContext context, StudentState student)
    {
        var response = await LmsApi.CallAsync(
            Actions.MyCourses,
            context,
            () => Http.CreateRequest("GET", "/api/me/enrolments").WithBearer(student.Token!),
            LmsJson.Default.EnrolmentList,
            static answer => answer.Total == answer.Items.Count && answer.Total > 0
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"The list of {answer.Total} courses came with {answer.Items.Count}.")).ConfigureAwait(false);
        if (!response.IsError)
        {
            student.Enrolments = response.Payload.Value.Items;
        }

        return response;
    }

    /// <summary>Saves the progress in a lesson of an own course.</summary>
    public static async Task<IResponse> SaveProgressAsync(IScenarioContext context, StudentState student)
    {
        var course = PickCourse(context, student);
        var body = new ProgressBody(context.Random.Next(1, course.Lessons + 1), context.Random.Next(1, 101));
        return await LmsApi.CallAsync(
            Actions.SaveProgress,
            context,
            () => Http.CreateRequest("PUT", string.Create(CultureInfo.InvariantCulture, $"/api/enrolments/{course.CourseId}/progress"))
                .WithBearer(student.Token!)
                .WithJsonBody(body, LmsJson.Default.Options),
            LmsJson.Default.ProgressAnswer,
            answer => answer.CourseId == course.CourseId && answer.Lesson == body.Lesson && answer.Percent == body.Percent && answer.CoursePercent is >= 0 and <= 100
                ? null
                : $"{answer} came back for {body} in course {course.CourseId}.").ConfigureAwait(false);
    }

    /// <summary>Hands in work in an own course.</summary>
    public static async Task<IResponse> SubmitWorkAsync(IScenarioContext context, StudentState student, Catalogue catalogue)
    {
        var course = PickCourse(context, student);
        var body = new SubmissionBody(Compose(context.Random, catalogue));
        return await LmsApi.CallAsync(
            Actions.SubmitWork,
            context,
            () => Http.CreateRequest("POST", string.Create(CultureInfo.InvariantCulture, $"/api/courses/{course.CourseId}/submissions"))
                .WithBearer(student.Token!)
                .WithJsonBody(body, LmsJson.Default.Options),
            LmsJson.Default.SubmissionAnswer,
            answer => answer.Id > 0 && answer.CourseId == course.CourseId && answer.State == "queued"
                ? null
                : $"{answer} came back for work in course {course.CourseId}.").ConfigureAwait(false);
    }

    /// <summary>Uploads a file to an own course.</summary>
    public static async Task<IResponse> UploadAsync(IScenarioContext context, StudentState student, UploadBody upload)
    {
        var course = PickCourse(context, student);
        var name = string.Create(CultureInfo.InvariantCulture, $"essay-{context.Random.Next(1, FilesOfStudent + 1)}.bin");
        return await LmsApi.CallAsync(
            Actions.Upload,
            context,
            () => Http.CreateRequest("PUT", string.Create(CultureInfo.InvariantCulture, $"/api/courses/{course.CourseId}/files/{name}"))
                .WithBearer(student.Token!)
                .WithBody(upload.CreateContent()),
            LmsJson.Default.UploadAnswer,
            answer => answer.Name == name && answer.Bytes == upload.Length && answer.Sha256 == upload.Sha256
                ? null
                : $"{answer} came back for {upload.Length} bytes of SHA-256 {upload.Sha256}.").ConfigureAwait(false);
    }

    private static Enrolment PickCourse(IScenarioContext context, StudentState student) =>
        student.Enrolments[context.Random.Next(student.Enrolments.Count)];

    private static string Compose(Random random, Catalogue catalogue)
    {
        var text = new StringBuilder(AnswerWords * 10);
        for (var i = 0; i < AnswerWords; i++)
        {
            text.Append(catalogue.PickWord(random)).Append(' ');
        }

        return text.ToString(0, text.Length - 1);
    }
}
