using System.Net;
using LoadLab.IntegrationTests.ReferenceLms;

namespace LoadLab.IntegrationTests.Monitoring;

/// <summary>Requests of every kind that the catalogue of the LMS has a row for, one after the other, with a pause after each round: other tests need the CPU.</summary>
internal static class LmsTraffic
{
    private const int Users = 39;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Sends until it is stopped.</summary>
    public static async Task SendAsync(LmsProcess lms, CancellationToken stop)
    {
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            var token = await lms.LogInAsync((round % Users) + 1);
            var course = (round / Users % 50) + 1;
            foreach (var (method, path, body) in new (string, string, object?)[]
            {
                ("GET", "/api/courses/search?q=algebra", null),
                ("GET", "/api/me/enrolments", null),
                ("POST", $"/api/courses/{course}/enrolments", null),
                ("GET", $"/api/courses/{course}", null),
                ("POST", $"/api/courses/{course}/submissions", new { answer = "some words" }),
                ("PUT", $"/api/courses/{course}/files/work.txt", new byte[1000]),
            })
            {
                using var answer = await lms.SendAsync(method, path, token, body);
                ((int)answer.StatusCode).Should().BeLessThan(400, $"{method} {path}: {answer.StatusCode}");
            }

            await Task.Delay(s_pause, CancellationToken.None);
        }
    }
}
