using LoadLab.IntegrationTests.ReferenceLms;

namespace LoadLab.IntegrationTests.ForeignBackends;

/// <summary>A real nginx that closes each connection after 50 requests, as one does again and again in a rolling restart.</summary>
[Collection(ZooDefinition.Name)]
public sealed class NginxTests(ForeignServers zoo)
{
    private const int Requests = 3000;

    [ForeignTheory("nginx")]
    [InlineData(0, "http", true)]
    [InlineData(1, "https", true)]
    [InlineData(2, "http", false)]
    [InlineData(3, "https", false)]
    public async Task A_connection_that_ends_after_50_requests_is_no_failure_and_no_request_arrives_twice(int server, string scheme, bool http2)
    {
        var ports = await zoo.NginxAsync();
        var before = Answered();

        using var run = await ZooRun.StartAsync(
            ["http", $"{scheme}://127.0.0.1:{ports[server]}/", "--users", "50", "--iterations", $"{Requests}", .. http2 ? ["--http2"] : Array.Empty<string>(), .. scheme == "https" ? ["--insecure"] : Array.Empty<string>()]);

        run.Ok.Should().Be(Requests, "{0}", string.Join("; ", run.Messages));
        run.Failed.Should().Be(0);
        await Eventually.AsyncTrue(() => Task.FromResult(Answered() - before >= Requests), "nginx has written its log");
        (Answered() - before).Should().Be(Requests, "what was offered is seen once");
        run.Connections.GetProperty("connects").GetInt64().Should().BeGreaterThanOrEqualTo(Requests / 50);
        run.Connections.GetProperty("requests").GetInt64().Should().Be(Requests);
    }

    [ForeignTheory("nginx")]
    [InlineData(2, "http", "(The server did not offer HTTP/2 without TLS (h2c): it answered 'HTTP/1.1 400 Bad Request')")]
    [InlineData(3, "https", "(The server did not offer HTTP/2: it did not choose 'h2' in the TLS handshake (ALPN))")]
    public async Task A_server_without_http2_is_told_before_any_load(int server, string scheme, string why)
    {
        var address = $"{scheme}://127.0.0.1:{(await zoo.NginxAsync())[server]}";

        using var run = await ZooRun.StartAsync("http", address + "/", "--http2", "--insecure");

        run.ExitCode.Should().Be(104);
        run.Document.GetProperty("error").GetProperty("message").GetString().Should().Be($"The target {address} does not speak HTTP/2 {why}");
        run.Document.GetProperty("error").GetProperty("hint").GetString().Should().Be("Leave out --http2, or switch HTTP/2 on at the target. No load was sent.");
    }

    private int Answered() => File.Exists(zoo.NginxLog) ? File.ReadLines(zoo.NginxLog).Count(line => line.Contains("\" 200 ", StringComparison.Ordinal)) : 0;
}
