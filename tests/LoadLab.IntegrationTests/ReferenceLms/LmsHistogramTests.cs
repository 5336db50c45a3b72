using System.Net;
using LoadLab.Core.Measurement;
using LoadLab.Stacks.Probes;

namespace LoadLab.IntegrationTests.ReferenceLms;

/// <summary>What the reference LMS counts in buckets, as the probe reads it.</summary>
[Collection(OneReferenceLms.Name)]
public sealed class LmsHistogramTests(RunningLms running) : IClassFixture<RunningLms>
{
    [Fact]
    public async Task Each_query_is_in_one_bucket()
    {
        await using var probe = new MetricsProbe([new Uri(running.Lms.Client.BaseAddress!, "metrics")]);
        var token = await running.Lms.LogInAsync(1);
        var before = await CountsAsync(probe);
        for (var i = 0; i < 25; i++)
            await running.Lms.AskAsync(HttpStatusCode.OK, "GET", "/api/me/enrolments", token);

        var after = await CountsAsync(probe);

        var total = await running.Lms.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var counted = total.Split('\n').Where(line => line.StartsWith("lms_db_query_duration_seconds_count", StringComparison.Ordinal)).Sum(line => double.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture));
        (after.Count - before.Count).Should().BeGreaterThanOrEqualTo(25);
        after.Count.Should().Be(counted);
        after.Buckets.Should().NotBeEmpty();
        after.Buckets.Values.Sum().Should().Be(after.Count, "the probe told every bucket's total at one time or another");
    }

    [Fact]
    public async Task Jobs_are_counted_from_their_submission_to_their_end()
    {
        await using var probe = new MetricsProbe([new Uri(running.Lms.Client.BaseAddress!, "metrics")]);
        var token = await running.Lms.LogInAsync(9);
        var course = (await running.Lms.AskAsync(HttpStatusCode.OK, "GET", "/api/me/enrolments", token)).GetProperty("items")[0].GetProperty("courseId").GetInt32();
        await CountsAsync(probe);
        var (submitted, ended, completed, failed) = (_last[MeasureNames.JobsSubmitted], _last[MeasureNames.JobsEnded], _last[MeasureNames.JobsCompleted], _last[MeasureNames.JobsFailed]);
        for (var i = 0; i < 7; i++)
            await running.Lms.AskAsync(HttpStatusCode.Accepted, "POST", $"/api/courses/{course}/submissions", token, new { answer = "some words" });

        await Eventually.AsyncTrue(
            async () =>
            {
                await CountsAsync(probe);
                return _last[MeasureNames.JobsEnded] - ended == 7;
            },
            "all of them ended");

        (_last[MeasureNames.JobsSubmitted] - submitted).Should().Be(7);
        (_last[MeasureNames.JobsCompleted] - completed).Should().Be(7);
        (_last[MeasureNames.JobsFailed] - failed).Should().Be(0);
        _last[MeasureNames.JobsQueueTime + ".count"].Should().BeGreaterThanOrEqualTo(7);
        _last[MeasureNames.DbQueriesFailed].Should().Be(0);
    }

    private readonly Dictionary<string, double> _last = [];

    private async Task<(double Count, IReadOnlyDictionary<string, double> Buckets)> CountsAsync(MetricsProbe probe)
    {
        var values = await probe.SampleAsync(CancellationToken.None);
        foreach (var (measure, value) in probe.Measures.Zip(values).Where(pair => double.IsFinite(pair.Second)))
            _last[measure.Name] = value;
        return (_last[MeasureNames.DbQueryTime + ".count"], _last.Where(entry => TimeBucket.TryParse(entry.Key)?.Distribution == MeasureNames.DbQueryTime).ToDictionary());
    }
}
