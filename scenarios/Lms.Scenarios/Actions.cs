namespace Lms.Scenarios;

/// <summary>Names of the actions, which are the names of the steps.</summary>
internal static class Actions
{
    public const string LogIn = "log_in";
    public const string Browse = "browse";
    public const string Search = "search";
    public const string OpenCourse = "open_course";
    public const string SaveProgress = "save_progress";
    public const string MyCourses = "my_courses";
    public const string SubmitWork = "submit_work";
    public const string Upload = "upload";

    /// <summary>A student's day, in percent.</summary>
    public static readonly IReadOnlyList<(string Action, double Weight)> OfStudent =
    [
        (OpenCourse, 30), (Browse, 20), (Search, 15), (SaveProgress, 20), (MyCourses, 6), (SubmitWork, 5), (LogIn, 3), (Upload, 1),
    ];

    /// <summary>A visitor reads in the same proportions.</summary>
    public static readonly IReadOnlyList<(string Action, double Weight)> OfReader = [(OpenCourse, 30), (Browse, 20), (Search, 15)];
}
