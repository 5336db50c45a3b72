using System.Text;
using LoadLab.ReferenceLms.Metrics;

namespace LoadLab.Tests.ReferenceLms.Metrics;

public sealed class LmsMetricsTests
{
    [Fact]
    public async Task Pool_requests_queries_and_jobs_have_the_names_that_probes_look_for()
    {
        var metrics = new LmsMetrics();

        metrics.SetPool(new PoolState(Used: 4, Idle: 1, Max: 5, Pending: 7));
        metrics.SetQueueLength("grading", 12);
        metrics.RequestDone("/api/courses", "GET", 200, TimeSpan.FromMilliseconds(600));
        metrics.QueryDone("course_page", TimeSpan.FromMilliseconds(3));
        metrics.QueryFailed();
        metrics.JobSubmitted();
        metrics.JobTaken(TimeSpan.FromMilliseconds(40));
        metrics.JobDone("graded");

        var lines = await PrintAsync(metrics);
        lines.Should().Contain(
        [
            "lms_db_pool_connections{state=\"used\"} 4",
            "lms_db_pool_connections{state=\"idle\"} 1",
            "lms_db_pool_max 5",
            "lms_db_pool_pending 7",
            "lms_queue_length{queue=\"grading\"} 12",
            "lms_db_queries_failed_total 1",
            "lms_jobs_submitted_total 1",
            "lms_job_queue_seconds_bucket{le=\"0.03\"} 0",
            "lms_job_queue_seconds_bucket{le=\"0.05\"} 1",
            "lms_jobs_total{outcome=\"graded\"} 1",
            "lms_jobs_total{outcome=\"failed\"} 0",
            "lms_db_query_duration_seconds_count{query=\"course_page\"} 1",
            "lms_http_request_duration_seconds_bucket{route=\"/api/courses\",method=\"GET\",status=\"200\",le=\"0.5\"} 0",
            "lms_http_request_duration_seconds_bucket{route=\"/api/courses\",method=\"GET\",status=\"200\",le=\"0.6\"} 1",
        ]);
    }

    [Fact]
    public async Task A_queue_length_that_is_not_known_is_missing_and_not_0()
    {
        var metrics = new LmsMetrics();
        metrics.SetQueueLength("grading", 12);

        metrics.SetQueueLength("grading", null);

        (await PrintAsync(metrics)).Should().NotContain(line => line.StartsWith("lms_queue_length{", StringComparison.Ordinal));
    }

    private static async Task<string[]> PrintAsync(LmsMetrics metrics)
    {
        using var stream = new MemoryStream();
        await metrics.Registry.CollectAndExportAsTextAsync(stream);
        return Encoding.UTF8.GetString(stream.ToArray()).Split('\n');
    }
}
