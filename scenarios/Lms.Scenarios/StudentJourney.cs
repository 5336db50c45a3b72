using System.Diagnostics;
using LoadLab.Sdk;

namespace Lms.Scenarios;

/// <summary>A logged-in student. One iteration is one action; the first one of a virtual user logs in before it.</summary>
internal sealed class StudentJourney
{
    private volatile Prepared? _prepared;

    /// <summary>Looks at the target, reads its catalogue, and makes the bytes of the uploads.</summary>
    public async Task InitAsync(IScenarioInitContext context)
    {
        var settings = StudentSettings.Read(context.Settings);
        var catalogue = await TargetCheck.ReadCatalogueAsync(context).ConfigureAwait(false);
        await TargetCheck.CheckLastAccountAsync(context, settings.Users).ConfigureAwait(false);
        var bytes = settings.Mix.ShareOf(Actions.Upload) > 0 ? settings.UploadBytes : 0;
        _prepared = new Prepared(settings, catalogue, new UploadBody(bytes, context.Seed));
    }

    /// <summary>One action.</summary>
    public async Task<IResponse> RunAsync(IScenarioContext context)
    {
        var (settings, catalogue, upload) = _prepared ?? throw new InvalidOperationException("The scenario's init has not run.");
        var student = context.UserState(static () => new StudentState());
        var account = context.ScenarioInfo.InstanceNumber % settings.Users;
        var action = settings.Mix.Pick(context.Random);
        if (student.Token is null)
        {
            var entered = await EnterAsync(context, student, account).ConfigureAwait(false);
            if (entered.IsError || action is Actions.LogIn)
            {
                return entered;
            }
        }

        var response = await (action switch
        {
            Actions.LogIn => StudentSteps.LogInAsync(context, student, account),
            Actions.Browse => CatalogueSteps.BrowseAsync(context, catalogue, student.Token),
            Actions.Search => CatalogueSteps.SearchAsync(context, catalogue, student.Token),
            Actions.OpenCourse => CatalogueSteps.OpenCourseAsync(context, catalogue, student.Token),
            Actions.SaveProgress => StudentSteps.SaveProgressAsync(context, student),
            Actions.MyCourses => StudentSteps.MyCoursesAsync(context, student),
            Actions.SubmitWork => StudentSteps.SubmitWorkAsync(context, student, catalogue),
            Actions.Upload => StudentSteps.UploadAsync(context, student, upload),
            var other => throw new UnreachableException(other),
        }).ConfigureAwait(false);

        // A token that the target no longer knows, after a restart of its Redis for one: log in again next time.
        if (response.StatusCode == "401")
        {
            student.Token = null;
        }

        return response;
    }

    private static async Task<IResponse> EnterAsync(IScenarioContext context, StudentState student, int account)
    {
        var login = await StudentSteps.LogInAsync(context, student, account).ConfigureAwait(false);
        if (login.IsError || student.Enrolments.Count > 0)
        {
            return login;
        }

        var courses = await StudentSteps.MyCoursesAsync(context, student).ConfigureAwait(false);
        if (courses.IsError)
        {
            // Without its courses a student can't act: the next iteration begins anew.
            student.Token = null;
        }

        return courses;
    }

    private sealed record Prepared(StudentSettings Settings, Catalogue Catalogue, UploadBody Upload);
}
