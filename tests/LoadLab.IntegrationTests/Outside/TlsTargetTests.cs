using System.Net;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;
using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Engine.Http;
using LoadLab.Engine.Messages;
using LoadLab.IntegrationTests.Engine;
using LoadLab.Sdk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static LoadLab.IntegrationTests.Engine.EngineHarness;

namespace LoadLab.IntegrationTests.Outside;

/// <summary>What is said of a target whose TLS is wrong: by the check before the load, by the load of <c>loadlab http</c>, and by a scenario's client, over HTTP/1.1 and HTTP/2.</summary>
public sealed class TlsTargetTests : IDisposable
{
    private const string Refused = "is not accepted: ";
    private const string SelfSigned = "it is self-signed, and this machine does not trust it";
    private const string Unknown = "its issuer is not known to this machine";
    private const string PlainHttp = "this port speaks plain HTTP, no TLS: it answered 'HTTP/1.1 400 Bad Request'";
    private readonly TestAuthority _authority = new();

    public static TheoryData<string, string, bool> Certificates_and_words()
    {
        var data = new TheoryData<string, string, bool>();
        foreach (var http2 in new[] { false, true })
        {
            data.Add("self-signed", $"the certificate of '127.0.0.1' {Refused}{SelfSigned} (issued by '127.0.0.1', valid from 2020-01-01 00:00 to 2100-01-01 00:00 UTC)", http2);
            data.Add("expired", $"the certificate of '127.0.0.1' {Refused}it has expired; {Unknown} (issued by 'Test Authority', valid from 2020-01-01 00:00 to 2020-03-01 12:30 UTC)", http2);
            data.Add("early", $"the certificate of '127.0.0.1' {Refused}it is not valid yet; {Unknown} (issued by 'Test Authority', valid from 2099-01-01 00:00 to 2099-12-31 00:00 UTC)", http2);
            data.Add("other name", $"the certificate of 'shop.example' {Refused}it is for 'shop.example', not for '127.0.0.1'; {Unknown} (issued by 'Test Authority', valid from 2020-01-01 00:00 to 2099-12-31 00:00 UTC)", http2);
            data.Add("unknown root", $"the certificate of '127.0.0.1' {Refused}{Unknown} (issued by 'Test Authority', valid from 2020-01-01 00:00 to 2099-12-31 00:00 UTC)", http2);
        }

        return data;
    }

    public void Dispose() => _authority.Dispose();

    [Theory]
    [MemberData(nameof(Certificates_and_words))]
    public async Task Each_fault_of_a_certificate_is_told_as_that(string kind, string words, bool http2)
    {
        using var certificate = Make(kind);
        await using var server = await ServeAsync(certificate, HttpProtocols.Http1AndHttp2);
        var address = new Uri(server.Urls.First());

        var fault = await FluentActions.Awaiting(() => HttpReach.CheckAsync(new HttpTarget { Address = address, Http2 = http2 }, CancellationToken.None)).Should().ThrowAsync<LoadLabException>();
        fault.Which.Message.Should().Be($"The target {address.GetLeftPart(UriPartial.Authority)} cannot be reached (TLS failed: {words})");
        fault.Which.Hint.Should().Contain("Let this machine trust its authority").And.Contain("give --insecure");

        (await LoadAsync(new HttpTarget { Address = address, Http2 = http2 }, ResultClasses.Refused)).Should().Contain(words);
        (await ScenarioAsync(address, http2, ResultClasses.Refused)).Should().Contain(words);
        if (!http2)
        {
            (await FluentActions.Awaiting(() => TargetCheck.CheckAsync(address, CancellationToken.None)).Should().ThrowAsync<LoadLabException>()).WithMessage($"The target {address} cannot be reached (TLS): {words}");
        }
    }

    [Fact]
    public async Task A_server_that_does_not_offer_http2_is_a_protocol_fault()
    {
        using var certificate = _authority.Issue("127.0.0.1");
        await using var server = await ServeAsync(certificate, HttpProtocols.Http1);
        var target = new HttpTarget { Address = new Uri(server.Urls.First()), Http2 = true, Insecure = true };

        (await FluentActions.Awaiting(() => HttpReach.CheckAsync(target, CancellationToken.None)).Should().ThrowAsync<LoadLabException>())
            .WithMessage("*does not speak HTTP/2 (The server did not offer HTTP/2: it did not choose 'h2' in the TLS handshake (ALPN))");
        (await LoadAsync(target, ResultClasses.Protocol)).Should().Contain("The server did not offer HTTP/2");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Https_to_a_plain_port_is_told_as_that(bool http2)
    {
        await using var server = await ServeAsync(null, HttpProtocols.Http1);
        var address = new UriBuilder(server.Urls.First()) { Scheme = "https" }.Uri;

        foreach (var insecure in new[] { false, true })
        {
            var target = new HttpTarget { Address = address, Http2 = http2, Insecure = insecure };
            var fault = (await FluentActions.Awaiting(() => HttpReach.CheckAsync(target, CancellationToken.None)).Should().ThrowAsync<LoadLabException>()).Which;
            fault.Message.Should().EndWith($"({"TLS failed: " + PlainHttp})");
            fault.Hint.Should().Be("Write http:// and not https://. No load was sent.");
            (await LoadAsync(target, ResultClasses.Refused)).Should().Contain(PlainHttp);
        }

        (await ScenarioAsync(address, http2, ResultClasses.Refused)).Should().Contain(PlainHttp);
        (await FluentActions.Awaiting(() => TargetCheck.CheckAsync(address, CancellationToken.None)).Should().ThrowAsync<LoadLabException>()).WithMessage($"*(TLS): {PlainHttp}");
    }

    [Fact]
    public async Task Http_to_a_port_that_speaks_tls_is_told_as_that()
    {
        using var certificate = _authority.Issue("127.0.0.1");
        await using var server = await ServeAsync(certificate, HttpProtocols.Http1AndHttp2);
        var address = new UriBuilder(server.Urls.First()) { Scheme = "http" }.Uri;

        (await FluentActions.Awaiting(() => TargetCheck.CheckAsync(address, CancellationToken.None)).Should().ThrowAsync<LoadLabException>())
            .WithMessage($"The target {address} cannot be reached (TLS): this port speaks TLS, and was spoken to without");
        var before = (await FluentActions.Awaiting(() => HttpReach.CheckAllAsync(new HttpTarget { Address = address }, CancellationToken.None)).Should().ThrowAsync<LoadLabException>()).Which;
        before.Message.Should().Be($"The target {address.ToString().TrimEnd('/')} speaks TLS (this port speaks TLS, and was spoken to without)");
        before.Hint.Should().Be("Write https:// and not http://. No load was sent.");
        var plan = new RunPlan { Suite = "http", Seed = 1, ScenarioAssembly = "", Stack = new StackPlan { Kind = "http" }, Catalogue = "", Phases = [Phase(HttpScenario.Name)] };
        var result = await new HttpDriver(new HttpTarget { Address = address })
            .RunAsync(new LoadRequest(plan, [], address, new RunClock(TimeProvider.System)), new EngineHarness(), CancellationToken.None);

        result.Phases.Single().Failures.Should().OnlyContain(failure =>
            failure.Class == ResultClasses.Reset && failure.Message.EndsWith("This port speaks TLS, and was spoken to without. Write https:// and not http://.", StringComparison.Ordinal));
    }

    private X509Certificate2 Make(string kind) => kind switch
    {
        "self-signed" => TestAuthority.SelfSigned("127.0.0.1"),
        "expired" => _authority.Issue("127.0.0.1", until: new DateTimeOffset(2020, 3, 1, 12, 30, 0, TimeSpan.Zero)),
        "early" => _authority.Issue("127.0.0.1", from: new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero)),
        "other name" => _authority.Issue("shop.example"),
        _ => _authority.Issue("127.0.0.1"),
    };

    private static PhasePlan Phase(string scenario) => Closed(Measured(Simulation.IterationsForConstant(1, 4))) with { Mix = [new ScenarioShare(scenario, 1)] };

    private static async Task<string> LoadAsync(HttpTarget target, string expectedClass)
    {
        using var http = new HttpScenario(target, TimeProvider.System);
        return Only(await RunAsync([Phase(HttpScenario.Name)], [http.Props]), expectedClass);
    }

    private static async Task<string> ScenarioAsync(Uri address, bool http2, string expectedClass) => Only(
        await RunAsync(Phase("s"), async context =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/");
            if (http2)
            {
                (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
            }

            return await Step.Run("get", context, () => Http.Send(context.HttpClient, request, context.CancellationToken));
        }, address), expectedClass);

    private static string Only(EngineHarness run, string expectedClass)
    {
        run.Phase.Failures.Should().NotBeEmpty().And.OnlyContain(failure => failure.Class == expectedClass, "{0}", string.Join("; ", run.Phase.Failures));
        return string.Join('\n', run.Phase.Failures.Select(failure => failure.Message));
    }

    private static async Task<WebApplication> ServeAsync(X509Certificate2? certificate, HttpProtocols protocols)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var app = builder.Build();
        app.Run(_ => Task.CompletedTask);
        await app.StartAsync();
        return app;
    }
}
