using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LoadLab.Core.Runs;
using LoadLab.IntegrationTests.Engine;
using LoadLab.K6;
using LoadLab.K6.Loads;
using LoadLab.Sdk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace LoadLab.IntegrationTests.K6;

/// <summary>The options of a script that change its requests, as a server sees them.</summary>
public sealed class ScriptOptionRunTests
{
    [Theory]
    [InlineData("userAgent: 'mine/1'", "http.get('BASE/').body", "mine/1||keep")]
    [InlineData("noConnectionReuse: true", "http.get('BASE/').body.endsWith('|close')", "true")]
    [InlineData("maxRedirects: 1", "(({ status, url }) => status + url.slice(-5))(http.get('BASE/to/3'))", "302/to/2")]
    [InlineData("maxRedirects: 0", "http.get('BASE/to/3').status", "302")]
    [InlineData("discardResponseBodies: true", "[http.get('BASE/').body, http.get('BASE/', { responseType: 'text' }).body.length > 0].join()", ",true")]
    [InlineData("hosts: { 'shop.example': 'HOST', '*.wild.example': 'HOST', 'port.example:81': 'HOST' }", "['shop.example', 'a.b.wild.example', 'port.example:81'].map((h) => http.get(`http://${h}/host`).body).join()", "shop.example,a.b.wild.example,port.example:81")]
    [InlineData("hosts: { 'port.example:81': 'HOST' }", "http.get('http://port.example:82/', { timeout: '5s' }).status", "0")]
    [InlineData("hosts: { 'shop.example': 'HOST' }", "http.get('http://shop.example/host', { headers: { Host: 'own.example' } }).body", "own.example")]
    [InlineData("hosts: { 'shop.example': 'HOST' }", "http.get('http://shop.example/to/1').url", "http://shop.example/")]
    public async Task An_option_changes_the_requests(string option, string expression, string expected)
    {
        await using var server = await StubServer.StartAsync(AnswerAsync);

        var run = await ScriptHarness.RunAsync(server, $$"""
            import http from 'k6/http';
            export const options = { {{option.Replace("HOST", server.Address.Authority, StringComparison.Ordinal)}} };
            export default function () { console.log('saw ' + String({{expression}})); }
            """);

        run.Messages.Should().Contain("script info: saw " + expected, string.Join('\n', run.Messages));
    }

    [Theory]
    [InlineData("true", "x=1")]
    [InlineData("false", "")]
    public async Task Cookies_are_kept_from_iteration_to_iteration_where_the_script_asks_for_it(string noReset, string expected)
    {
        await using var server = await StubServer.StartAsync(AnswerAsync);

        var run = await ScriptHarness.RunAsync(server, $$"""
            import http from 'k6/http';
            export const options = { iterations: 2, noCookiesReset: {{noReset}} };
            export default function () { const before = http.get('BASE/').body.split('|')[1]; http.cookieJar().set('BASE/', 'x', '1'); console.log(__ITER + ' had ' + before); }
            """);

        run.Messages.Should().Contain("script info: 0 had ").And.Contain("script info: 1 had " + expected);
    }

    /// <summary>Only that they are not sooner: a busy machine makes them later.</summary>
    [Fact]
    public async Task Rps_spaces_the_requests_of_all_users()
    {
        await using var server = await StubServer.StartAsync(AnswerAsync);

        await ScriptHarness.RunAsync(server, "import http from 'k6/http'; export const options = { vus: 3, iterations: 6, rps: 20 }; export default () => { http.get('BASE/'); };");

        server.Arrivals.Should().HaveCount(6);
        System.Diagnostics.Stopwatch.GetElapsedTime(server.Arrivals.Min(), server.Arrivals.Max()).Should().BeGreaterThan(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public async Task Rps_spaces_the_requests_of_a_batch()
    {
        await using var server = await StubServer.StartAsync(AnswerAsync);

        await ScriptHarness.RunAsync(server, "import http from 'k6/http'; export const options = { rps: 20 }; export default () => { http.batch(Array.from({ length: 5 }, () => 'BASE/')); };");

        server.Arrivals.Should().HaveCount(5);
        System.Diagnostics.Stopwatch.GetElapsedTime(server.Arrivals.Min(), server.Arrivals.Max()).Should().BeGreaterThan(TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public async Task MinIterationDuration_keeps_a_user_that_is_done_sooner()
    {
        await using var server = await StubServer.StartAsync(AnswerAsync);

        var run = await ScriptHarness.RunAsync(server, "import http from 'k6/http'; export const options = { iterations: 3, minIterationDuration: '150ms' }; export default () => { http.get('BASE/'); };");

        System.Diagnostics.Stopwatch.GetElapsedTime(server.Arrivals.Min(), server.Arrivals.Max()).Should().BeGreaterThan(TimeSpan.FromMilliseconds(250));
        run.Metric("iterations").Values["count"].Should().Be(3);
    }

    [Theory]
    [InlineData("batch: 2, batchPerHost: 0", 2)]
    [InlineData("batch: 9, batchPerHost: 3", 3)]
    public async Task A_batch_has_no_more_requests_at_once_than_it_may(string options, int most)
    {
        var (gate, now, peak) = (new Lock(), 0, 0);
        await using var server = await StubServer.StartAsync(async context =>
        {
            lock (gate)
            {
                peak = Math.Max(peak, ++now);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(60));
            lock (gate)
            {
                now--;
            }
        });

        await ScriptHarness.RunAsync(server, $$"""
            import http from 'k6/http';
            export const options = { {{options}} };
            export default () => { http.batch(Array.from({ length: 8 }, () => 'BASE/')); };
            """);

        server.Arrivals.Should().HaveCount(8);
        peak.Should().BeInRange(1, most);
    }

    /// <summary>Both longer than the timeout of the phase: only the request that has one of its own may last so long.</summary>
    [Fact]
    public async Task A_timeout_of_a_request_goes_over_that_of_its_phase()
    {
        await using var server = await StubServer.StartAsync(_ => Task.Delay(TimeSpan.FromSeconds(1)));

        var run = await ScriptHarness.RunAsync(
            server,
            "import http from 'k6/http'; export default () => { http.get('BASE/'); console.log('saw ' + [http.get('BASE/', { timeout: '30s' }), http.get('BASE/')].map((r) => r.status + ' ' + r.error_code).join()); };",
            new K6Arguments { IsInSuite = true },
            new PhasePlan
            {
                Name = "slow",
                Model = LoadModel.Closed,
                Mix = [new ScenarioShare("default", 1)],
                Segments = [new LoadSegment(Simulation.IterationsForConstant(1, 1), Measured: true)],
                MaxVirtualUsers = 1,
                Connections = ConnectionPolicy.PerUser,
                RequestTimeout = TimeSpan.FromMilliseconds(200),
            });

        run.Messages.Should().Contain("script info: saw 200 0,0 1050", string.Join('\n', run.Messages));
    }

    /// <summary>What waits for a connection looks slow, and is not at the server. Each is answered once all are there.</summary>
    [Theory]
    [InlineData("http.batch(Array.from({ length: 12 }, () => 'BASE/'));")]
    [InlineData("await Promise.all(Array.from({ length: 12 }, () => http.asyncRequest('GET', 'BASE/')));")]
    public async Task Requests_side_by_side_are_as_many_as_the_script_sends(string send)
    {
        var (now, all) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var server = await StubServer.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref now) == 12)
            {
                all.TrySetResult();
            }

            await Task.WhenAny(all.Task, Task.Delay(TimeSpan.FromSeconds(3)));
            Interlocked.Decrement(ref now);
        });

        await ScriptHarness.RunAsync(server, $$"""
            import http from 'k6/http';
            export const options = { batch: 12, batchPerHost: 12 };
            export default async () => { {{send}} };
            """);

        server.Arrivals.Should().HaveCount(12);
        all.Task.IsCompleted.Should().BeTrue();
    }

    [Theory]
    [InlineData("export const options = { setupTimeout: '200ms' }; export const setup = () => sleep(60); export default () => {};", "setup() took longer than 0.2 s and was ended.")]
    [InlineData("export const options = { teardownTimeout: '200ms' }; export const teardown = () => sleep(60); export default () => {};", "teardown() took longer than 0.2 s and was ended.")]
    public async Task What_surrounds_the_load_is_ended_in_its_time(string script, string expected)
    {
        await using var server = await StubServer.StartAsync(AnswerAsync);
        var said = new List<string>();

        try
        {
            said.AddRange((await ScriptHarness.RunAsync(server, "import { sleep } from 'k6'; " + script)).Messages);
        }
        catch (LoadLab.Core.LoadLabException fault)
        {
            said.Add(fault.Message);
        }

        said.Should().Contain(message => message.Contains(expected));
    }

    /// <summary>As k6 does: the handshake of TLS chooses HTTP/2 where the server has it.</summary>
    [Theory]
    [InlineData(HttpProtocols.Http1AndHttp2, "200,HTTP/2.0,HTTP/2")]
    [InlineData(HttpProtocols.Http1, "200,HTTP/1.1,HTTP/1.1")]
    public async Task Over_tls_the_server_chooses_the_protocol(HttpProtocols protocols, string expected)
    {
        await using var plain = await StubServer.StartAsync(AnswerAsync);
        using var certificate = SelfSigned();
        await using var server = await ServeAsync(certificate, protocols);
        var address = server.Urls.Single();

        var run = await ScriptHarness.RunAsync(plain, $$"""
            import http from 'k6/http';
            export const options = { insecureSkipTLSVerify: true, iterations: 2 };
            export default function () { const r = http.get('{{address}}/'); console.log([r.status, r.proto, r.body].join()); }
            """);

        run.Messages.Count(message => message == "script info: " + expected).Should().Be(2, string.Join('\n', run.Messages));
        run.Metric("http_req_failed").Values["fails"].Should().Be(2);
        run.Metric("http_req_duration").Samples.Should().Be(2);
        run.Metric("data_sent").Samples.Should().Be(protocols == HttpProtocols.Http1 ? 2 : 0, "what is not known is no 0");
    }

    /// <summary>What one server does not speak, another may.</summary>
    [Fact]
    public async Task Each_server_chooses_its_protocol()
    {
        await using var plain = await StubServer.StartAsync(AnswerAsync);
        using var certificate = SelfSigned();
        await using var older = await ServeAsync(certificate, HttpProtocols.Http1);
        await using var newer = await ServeAsync(certificate, HttpProtocols.Http1AndHttp2);

        var run = await ScriptHarness.RunAsync(plain, $$"""
            import http from 'k6/http';
            export const options = { insecureSkipTLSVerify: true };
            export default function () { console.log(['{{older.Urls.Single()}}/', '{{newer.Urls.Single()}}/', '{{older.Urls.Single()}}/'].map((url) => http.get(url).proto).join()); }
            """);

        run.Messages.Should().Contain("script info: HTTP/1.1,HTTP/2.0,HTTP/1.1", string.Join('\n', run.Messages));
    }

    [Theory]
    [InlineData(HttpProtocols.Http1AndHttp2, "200,HTTP/2.0,200000")]
    [InlineData(HttpProtocols.Http1, "200,HTTP/1.1,200000")]
    public async Task A_head_may_be_long(HttpProtocols protocols, string expected)
    {
        await using var plain = await StubServer.StartAsync(AnswerAsync);
        using var certificate = SelfSigned();
        await using var server = await ServeAsync(certificate, protocols);

        var run = await ScriptHarness.RunAsync(plain, $$"""
            import http from 'k6/http';
            export const options = { insecureSkipTLSVerify: true };
            export default function () { const r = http.get('{{server.Urls.Single()}}/?long'); console.log([r.status, r.proto, (r.headers['X-Long'] || r.error).length].join()); }
            """);

        run.Messages.Should().Contain("script info: " + expected, string.Join('\n', run.Messages));
    }

    /// <summary>Over HTTP/2 all of a user's requests would share one.</summary>
    [Fact]
    public async Task A_connection_for_each_request_is_one_of_its_own_over_tls_too()
    {
        await using var plain = await StubServer.StartAsync(AnswerAsync);
        using var certificate = SelfSigned();
        await using var server = await ServeAsync(certificate, HttpProtocols.Http1AndHttp2);

        var run = await ScriptHarness.RunAsync(plain, $$"""
            import http from 'k6/http';
            export const options = { insecureSkipTLSVerify: true, noConnectionReuse: true };
            export default function () { for (let i = 0; i < 3; i++) { console.log('saw ' + http.get('{{server.Urls.Single()}}/').status); } }
            """);

        run.Messages.Count(message => message == "script info: saw 200").Should().Be(3, string.Join('\n', run.Messages));
        run.Result.Phases.Single().Connections.TlsHandshakes.Should().Be(3);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_refused_with_k6s_code()
    {
        await using var plain = await StubServer.StartAsync(AnswerAsync);
        using var certificate = SelfSigned();
        await using var server = await ServeAsync(certificate, HttpProtocols.Http1);

        var run = await ScriptHarness.RunAsync(plain, $"import http from 'k6/http'; export default () => {{ const r = http.get('{server.Urls.Single()}/'); console.log(r.status + ' ' + r.error_code); }};");

        run.Messages.Should().Contain("script info: 0 1310");
    }

    [Fact]
    public async Task The_version_and_the_cipher_of_tls_are_there()
    {
        await using var plain = await StubServer.StartAsync(AnswerAsync);
        using var certificate = SelfSigned();
        await using var server = await ServeAsync(certificate, HttpProtocols.Http1);

        var run = await ScriptHarness.RunAsync(plain, $$"""
            import http from 'k6/http';
            export const options = { insecureSkipTLSVerify: true, thresholds: { 'http_reqs{tls_version:tls1.3}': ['count==1'] } };
            export default () => { const r = http.get('{{server.Urls.Single()}}/'); console.log(r.tls_version + ' ' + r.tls_cipher_suite.startsWith('TLS_') + ' ' + (r.timings.tls_handshaking > 0)); };
            """);

        run.Messages.Should().Contain("script info: tls1.3 true true");
        run.Outcomes.Values.Should().AllBeEquivalentTo(true);
    }

    [Fact]
    public void A_host_without_an_address_is_refused_before_any_load()
    {
        var folder = Directory.CreateTempSubdirectory("loadlab-k6-");
        var script = Path.Combine(folder.FullName, "script.js");
        File.WriteAllText(script, "export const options = { hosts: { 'a.example': 'b.example', 'x*y': '127.0.0.1' } }; export default () => {};");

        var load = () => K6Script.Load(script, new K6Arguments { Load = new LoadOverrides() });

        load.Should().Throw<LoadLab.Core.LoadLabException>().Which.Faults.Should().Equal(
            "options.hosts['a.example']: 'b.example' is no address. Write an IP address, with a port if need be: '127.0.0.1' or '127.0.0.1:8080'.",
            "options.hosts['x*y']: a '*' stands for the first part of a name only: '*.example.com'.");
        folder.Delete(recursive: true);
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.StartsWith("/to/", StringComparison.Ordinal))
        {
            var left = int.Parse(path[4..], System.Globalization.CultureInfo.InvariantCulture) - 1;
            context.Response.Redirect(left == 0 ? "/" : $"/to/{left}");
            return;
        }

        var headers = context.Request.Headers;
        await context.Response.WriteAsync(path == "/host" ? headers.Host.ToString() : $"{headers.UserAgent}|{headers.Cookie}|{(headers.Connection == "close" ? "close" : "keep")}");
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(30), DateTimeOffset.UnixEpoch.AddYears(80));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private static async Task<WebApplication> ServeAsync(X509Certificate2 certificate, HttpProtocols protocols)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            listen.UseHttps(certificate);
        }));
        var app = builder.Build();
        app.Run(context =>
        {
            if (context.Request.QueryString.Value == "?long")
            {
                context.Response.Headers["X-Long"] = new string('x', 200_000);
            }

            return context.Response.WriteAsync(context.Request.Protocol);
        });
        await app.StartAsync();
        return app;
    }
}
