using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lms.Scenarios.Contracts;
using LoadLab.Sdk;

namespace Lms.Scenarios;

/// <summary>Looks before load whether the target can be measured at all, and reads what the journeys need to know of it.</summary>
internal static class TargetCheck
{
    private const int PageSize = 100;

    /// <summary>The catalogue of a target that is ready.</summary>
    /// <exception cref="InvalidOperationException">It is not ready, or has no courses.</exception>
    public static async Task<Catalogue> ReadCatalogueAsync(IScenarioInitContext context)
    {
        using (var ready = await GetAsync(context, "/health/ready").ConfigureAwait(false))
        {
            if (!ready.IsSuccessStatusCode)
            {
                throw new InvalidOperationException(
                    $"The target {context.BaseAddress} is not ready: GET /health/ready answered {(int)ready.StatusCode} with "
                    + $"'{await ShortBodyAsync(ready, context.CancellationToken).ConfigureAwait(false)}'. Start what it says is down.");
            }
        }

        var courses = new List<CourseSummary>();
        for (var page = 1; ; page++)
        {
            var answer = await ReadAsync(context, Catalogue.PageAddress(page, PageSize), LmsJson.Default.CoursePage).ConfigureAwait(false);
            courses.AddRange(answer.Items);
            if (answer.Items.Count == 0 || courses.Count >= answer.Total)
            {
                break;
            }
        }

        return courses.Count > 0
            ? new Catalogue(courses)
            : throw new InvalidOperationException($"The target {context.BaseAddress} has no courses. Start the reference LMS with --prepare, or fill your own with data.");
    }

    /// <summary>Whether the last account that the load will use is there and enrolled in a course.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public static async Task CheckLastAccountAsync(IScenarioInitContext context, int users)
    {
        var email = StudentState.EmailOf(users - 1);
        using var request = Http.CreateRequest("POST", "/api/auth/login")
            .WithJsonBody(new LoginBody(email, StudentState.PasswordOf(users - 1)), LmsJson.Default.Options);
        using var answer = await context.HttpClient.SendAsync(request, context.CancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(
                $"'{email}' can't log in at {context.BaseAddress}: status {(int)answer.StatusCode}. Setting 'users' is {users}; "
                + "set it to the number of accounts that the target has (student00000@lms.example and on).");
        }

        var login = await answer.Content.ReadFromJsonAsync(LmsJson.Default.LoginAnswer, context.CancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The target {context.BaseAddress} answered the login of '{email}' with null.");
        using var mine = Http.CreateRequest("GET", "/api/me/enrolments").WithBearer(login.Token);
        using var enrolled = await context.HttpClient.SendAsync(mine, context.CancellationToken).ConfigureAwait(false);
        enrolled.EnsureSuccessStatusCode();
        var list = await enrolled.Content.ReadFromJsonAsync(LmsJson.Default.EnrolmentList, context.CancellationToken).ConfigureAwait(false);
        if (list is not { Items.Count: > 0 })
        {
            throw new InvalidOperationException($"'{email}' is enrolled in no course. A student needs at least one: raise the number of enrolments to that of the users or more.");
        }
    }

    private static async Task<T> ReadAsync<T>(IScenarioInitContext context, string address, JsonTypeInfo<T> type)
        where T : class
    {
        using var answer = await GetAsync(context, address).ConfigureAwait(false);
        try
        {
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadFromJsonAsync(type, context.CancellationToken).ConfigureAwait(false) ?? throw new JsonException("The body is null.");
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException)
        {
            throw new InvalidOperationException(
                $"The target {context.BaseAddress} does not answer GET {address} as an LMS does: {fault.Message} Check the address.", fault);
        }
    }

    private static async Task<HttpResponseMessage> GetAsync(IScenarioInitContext context, string address)
    {
        try
        {
            return await context.HttpClient.GetAsync(new Uri(address, UriKind.Relative), context.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is OperationCanceledException && !context.CancellationToken.IsCancellationRequested))
        {
            throw new InvalidOperationException(
                $"The target {context.BaseAddress} can't be reached: {fault.Message} Check that it runs and that the address is right.", fault);
        }
    }

    private static async Task<string> ShortBodyAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        return text.Length <= 200 ? text : text[..200];
    }
}
