using System.Text.Json;
using LoadLab.Core;
using LoadLab.IntegrationTests.Engine;
using LoadLab.IntegrationTests.Mails;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.Publishing.Letters;

namespace LoadLab.IntegrationTests.Publishing;

/// <summary>Letters to a real mail server and to a real webhook.</summary>
public sealed class LetterTests(NativeServers servers) : IClassFixture<NativeServers>
{
    private static readonly Letter Letter = new("SLO report 2026-Q2: shop", "# Quarterly SLO report\n\nThe pool is **full**.\n") { Html = "<p>The pool is <b>full</b>.</p>", Json = "{\"period\":\"2026-Q2\"}" };

    [SmtpFact]
    public async Task A_mail_arrives_as_text_and_as_HTML()
    {
        var sink = new RealSink(servers);
        await sink.StartAsync();
        var way = Mail($"smtp://{sink.Address}");

        await way.CheckAsync(CancellationToken.None);
        sink.Log.Should().NotContain("Subject:", "the check sends nothing");
        await way.SendAsync(Letter, CancellationToken.None);

        sink.Log.Should().Contain("Subject: SLO report 2026-Q2: shop").And.Contain("From: slo@example.com").And.Contain("To: team@example.com")
            .And.Contain("The pool is **full**.").And.Contain("<p>The pool is <b>full</b>.</p>").And.Contain("multipart/alternative");
    }

    [SmtpFact]
    public async Task A_server_that_takes_no_password_is_told_before_any_work()
    {
        var sink = new RealSink(servers);
        await sink.StartAsync();

        var fault = (await Mail($"smtp://slo:geheim@{sink.Address}").Invoking(way => way.CheckAsync(CancellationToken.None)).Should().ThrowAsync<LoadLabException>()).Which;

        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Message.Should().Contain(sink.Address).And.NotContain("geheim");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_with_its_address()
    {
        var port = NativeServers.FreePort();

        var fault = (await Mail($"smtp://127.0.0.1:{port}").Invoking(way => way.CheckAsync(CancellationToken.None)).Should().ThrowAsync<LoadLabException>()).Which;

        fault.Message.Should().StartWith($"The mail server 127.0.0.1:{port} did not take the mail to team@example.com: ");
    }

    [Fact]
    public async Task A_webhook_gets_title_text_and_the_document()
    {
        var body = new TaskCompletionSource<string>();
        await using var hook = await StubServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            body.TrySetResult(await reader.ReadToEndAsync());
        });
        var way = LetterWays.Of([], [hook.Address + "services/x"], _ => null).Single();

        await way.CheckAsync(CancellationToken.None);
        hook.Arrivals.Should().BeEmpty("the check sends nothing");
        await way.SendAsync(Letter, CancellationToken.None);

        using var document = JsonDocument.Parse(await body.Task);
        document.RootElement.GetProperty("title").GetString().Should().Be(Letter.Subject);
        document.RootElement.GetProperty("text").GetString().Should().Be(Letter.Text);
        document.RootElement.GetProperty("report").GetProperty("period").GetString().Should().Be("2026-Q2");
    }

    [Fact]
    public async Task A_webhook_that_refuses_is_a_fault_that_shows_its_host_only()
    {
        await using var hook = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        });
        var way = LetterWays.Of([], [hook.Address + "services/geheim"], _ => null).Single();

        var fault = (await way.Invoking(one => one.SendAsync(Letter, CancellationToken.None)).Should().ThrowAsync<LoadLabException>()).Which;

        fault.Message.Should().Be($"--post-to: {hook.Address.GetLeftPart(UriPartial.Authority)} answered 403 to the report.");
    }

    private static ILetterWay Mail(string server) =>
        LetterWays.Of(["team@example.com"], [], name => name == "LOADLAB_SMTP" ? server : "slo@example.com").Single();
}
