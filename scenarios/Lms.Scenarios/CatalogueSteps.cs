using System.Globalization;
using Lms.Scenarios.Contracts;
using LoadLab.Sdk;

namespace Lms.Scenarios;

/// <summary>The steps that need no account.</summary>
internal static class CatalogueSteps
{
    /// <summary>Looks at a page of the catalogue.</summary>
    public static async Task<IResponse> BrowseAsync(IScenarioContext context, Catalogue catalogue, string? token)
    {
        var page = catalogue.PickPage(context.Random);
        var expected = Math.Min(Catalogue.PageSize, catalogue.Total - ((page - 1) * Catalogue.PageSize));
        return await LmsApi.CallAsync(
            Actions.Browse,
            context,
            () => Get(Catalogue.PageAddress(page, Catalogue.PageSize), token),
            LmsJson.Default.CoursePage,
            answer => answer.Page == page && answer.Items.Count == expected
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"Page {answer.Page} came with {answer.Items.Count} courses; page {page} has {expected}.")).ConfigureAwait(false);
    }

    /// <summary>Searches for a word of a title.</summary>
    public static async Task<IResponse> SearchAsync(IScenarioContext context, Catalogue catalogue, string? token)
    {
        var word = catalogue.PickWord(context.Random);
        return await LmsApi.CallAsync(
            Actions.Search,
            context,
            () => Get("/api/courses/search?q=" + Uri.EscapeDataString(word), token),
            LmsJson.Default.SearchAnswer,
            answer => answer.Items.Count > 0 && answer.Query == word
                ? null
                : $"The search for '{word}' found {answer.Items.Count} courses for '{answer.Query}'; the word is in a title.").ConfigureAwait(false);
    }

    /// <summary>Opens a course.</summary>
    public static async Task<IResponse> OpenCourseAsync(IScenarioContext context, Catalogue catalogue, string? token)
    {
        var course = catalogue.PickCourse(context.Random);
        return await LmsApi.CallAsync(
            Actions.OpenCourse,
            context,
            () => Get(string.Create(CultureInfo.InvariantCulture, $"/api/courses/{course.Id}"), token),
            LmsJson.Default.CourseDetail,
            answer => answer.Id == course.Id && answer.Lessons.Count == course.Lessons
                ? null
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"Course {answer.Id} came with {answer.Lessons.Count} lessons; course {course.Id} has {course.Lessons}.")).ConfigureAwait(false);
    }

    private static HttpRequestMessage Get(string address, string? token)
    {
        var request = Http.CreateRequest("GET", address);
        return token is null ? request : request.WithBearer(token);
    }
}
