using System.Net;
using LoadLab.Core.Measurement;
using LoadLab.IntegrationTests.Engine;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.Stacks.Probes;
using Microsoft.AspNetCore.Http;

namespace LoadLab.IntegrationTests.Mails;

/// <summary>Mails of the reference LMS through a real SMTP server.</summary>
[Collection(OneReferenceLms.Name)]
public sealed class LmsMailTests(NativeServers servers) : IClassFixture<NativeServers>
{
    private const string Sent = "lms_mails_sent_total";
    private const string UpToASecond = "lms_mail_delivery_seconds_bucket{le=\"1\"}";
    private const string UpTo2Seconds = "lms_mail_delivery_seconds_bucket{le=\"2\"}";
    private const string All = "lms_mail_delivery_seconds_bucket{le=\"+Inf\"}";

    [SmtpFact]
    public async Task Enrolments_and_grades_are_mailed_and_counted()
    {
        var sink = new RealSink(servers);
        await sink.StartAsync();
        await using var lms = await StartAsync(sink);
        await using var probe = new MetricsProbe([new Uri(lms.Client.BaseAddress!, "metrics")]);
        (await lms.ReadMetricAsync(Sent)).Should().Be(0, "it is exported before the first mail");
        var token = await lms.LogInAsync(3);

        var course = await EnrolAsync(lms, token);
        await lms.AskAsync(HttpStatusCode.Accepted, "POST", $"/api/courses/{course}/submissions", token, new { answer = "some words" });
        await Eventually.AsyncTrue(async () => await lms.ReadMetricAsync(All) == 2, "both are sent: it is counted last");

        sink.Log.Should().Contain("To: student00003@lms.example").And.Contain("Subject: Welcome to ").And.Contain("Subject: Your work in ").And.Contain("was graded");
        (await lms.ReadMetricAsync(Sent)).Should().Be(2);
        (await lms.ReadMetricAsync("lms_mails_triggered_total")).Should().Be(2);
        (await lms.ReadMetricAsync("lms_mail_queue_length")).Should().Be(0);
        var values = await probe.SampleAsync(CancellationToken.None);
        var measures = probe.Measures.Select(measure => measure.Name).Zip(values).ToDictionary();
        measures[MeasureNames.EmailSent].Should().Be(2);
        measures[MeasureNames.EmailFailed].Should().Be(0);
        measures[MeasureNames.EmailDeliveryTime + ".count"].Should().Be(2);
        await lms.AskAsync(HttpStatusCode.OK, "POST", $"/api/courses/{course}/enrolments", token);
        (await lms.ReadMetricAsync("lms_mails_triggered_total")).Should().Be(2, "who is enrolled already is not told again");
    }

    [Fact]
    public async Task Another_target_names_its_own_metrics()
    {
        const string text =
            """
            # TYPE shop_mail_seconds histogram
            shop_mail_seconds_bucket{kind="order",le="30"} 90
            shop_mail_seconds_bucket{kind="order",le="60"} 99
            shop_mail_seconds_bucket{kind="order",le="+Inf"} 100
            shop_mail_bounced_total 3

            """;
        await using var server = await StubServer.StartAsync(context => context.Response.WriteAsync(text.ReplaceLineEndings("\n")));
        await using var probe = new MetricsProbe([server.Address], new Dictionary<string, string>
        {
            [MeasureNames.EmailDeliveryTime] = "shop_mail_seconds_bucket",
            [MeasureNames.EmailFailed] = "shop_mail_bounced_total",
        });

        var values = await probe.SampleAsync(CancellationToken.None);

        probe.Measures.Select(measure => measure.Name).Zip(values).Should().BeEquivalentTo(new (string, double)[]
        {
            ("email.failed", 3), ("email.delivery_time.count", 100),
            ("email.delivery_time{0ms..30000ms}", 90), ("email.delivery_time{30000ms..60000ms}", 9), ("email.delivery_time{60000ms..}", 1),
        });
    }

    [SmtpFact]
    public async Task A_sink_that_stands_still_for_2_seconds_shows_in_the_histogram_and_in_no_request()
    {
        var sink = new RealSink(servers);
        await sink.StartAsync();
        await using var lms = await StartAsync(sink);
        var token = await lms.LogInAsync(4);
        await EnrolAsync(lms, token);
        await Eventually.AsyncTrue(async () => await lms.ReadMetricAsync(All) == 1, "the connection is open");
        var quick = await lms.ReadMetricAsync(UpTo2Seconds);

        sink.Pause();
        await EnrolAsync(lms, token);
        await EnrolAsync(lms, token);
        (await lms.ReadMetricAsync(Sent)).Should().Be(1, "nobody took them");
        await Task.Delay(TimeSpan.FromSeconds(2.1));
        sink.Resume();
        await Eventually.AsyncTrue(async () => await lms.ReadMetricAsync(All) == 3, "they are sent when it goes on");

        (await lms.ReadMetricAsync(UpToASecond)).Should().BeLessThanOrEqualTo(1);
        (await lms.ReadMetricAsync(UpTo2Seconds)).Should().Be(quick, "no mail of the pause took less");
        (await lms.ReadMetricAsync(Sent)).Should().Be(3);
        (await lms.ReadMetricAsync("lms_mails_failed_total{reason=\"expired\"}")).Should().Be(0);
    }

    [SmtpFact]
    public async Task A_sink_that_is_gone_breaks_no_request_and_mails_are_given_up_until_it_is_back()
    {
        var sink = new RealSink(servers);
        await sink.StartAsync();
        await using var lms = await StartAsync(sink, ("Lms__Mail__GiveUpAfter", "00:00:03"));
        var token = await lms.LogInAsync(5);
        await EnrolAsync(lms, token);
        await Eventually.AsyncTrue(async () => await lms.ReadMetricAsync(All) == 1, "the connection is open");

        await sink.StopAsync();
        await EnrolAsync(lms, token);
        await EnrolAsync(lms, token);
        await Eventually.AsyncTrue(async () => await lms.ReadMetricAsync(All) == 3, "both are given up, and a mail that never arrived is slower than any limit");
        (await lms.ReadMetricAsync("lms_mails_failed_total{reason=\"expired\"}")).Should().Be(2);
        (await lms.ReadMetricAsync("lms_mail_delivery_seconds_bucket{le=\"120\"}")).Should().Be(1);
        await lms.AskAsync(HttpStatusCode.OK, "GET", "/health/ready");

        await sink.StartAsync();
        await EnrolAsync(lms, token);
        await Eventually.AsyncTrue(async () => await lms.ReadMetricAsync(Sent) == 2, "mail goes out again");
    }

    [Fact]
    public async Task Without_a_server_no_mail_is_sent_and_none_is_counted()
    {
        await using var lms = await LmsProcess.StartAsync(servers, await servers.NewDatabaseAsync());
        await EnrolAsync(lms, await lms.LogInAsync(6));

        (await lms.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Should().NotContain("lms_mail");
    }

    private async Task<LmsProcess> StartAsync(RealSink sink, params (string Key, string Value)[] settings) => await LmsProcess.StartAsync(
        servers, await servers.NewDatabaseAsync(), settings.Append(("ConnectionStrings__Smtp", sink.Address)).ToDictionary());

    /// <summary>Enrols in the first course that the user is not in yet.</summary>
    private static async Task<int> EnrolAsync(LmsProcess lms, string token)
    {
        var mine = (await lms.AskAsync(HttpStatusCode.OK, "GET", "/api/me/enrolments", token)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("courseId").GetInt32()).ToHashSet();
        var course = Enumerable.Range(1, 50).First(id => !mine.Contains(id));
        await lms.AskAsync(HttpStatusCode.Created, "POST", $"/api/courses/{course}/enrolments", token);
        return course;
    }
}
