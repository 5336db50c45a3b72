using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Stacks.External;
using StackExchange.Redis;

namespace LoadLab.IntegrationTests.Stacks;

public sealed class ExternalStackTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private static readonly IProgress<string> s_silent = new Progress<string>();

    [Fact]
    public async Task A_stack_that_answers_is_taken_as_it_is_and_left_alone()
    {
        var plan = Plan(fixture.Stack.BaseAddress, fixture.Stack.PostgresConnectionString, fixture.Stack.RedisConfiguration);

        var stack = await new ExternalStackProvider().StartAsync(plan, 1, s_silent, CancellationToken.None);
        await stack.DisposeAsync();

        stack.BaseAddress.Should().Be(fixture.Stack.BaseAddress);
        stack.Processes.Should().BeEmpty();
        stack.Fingerprint["stack.kind"].Should().Be("external");
        stack.Fingerprint["postgres.fsync"].Should().Be("on");
        stack.Fingerprint["redis.version"].Should().Be(fixture.Stack.Fingerprint["redis.version"]);
        fixture.Stack.FindDead().Should().BeEmpty();
    }

    [Fact]
    public async Task Everything_that_does_not_answer_is_told_at_once_and_no_secret_is_shown()
    {
        var plan = Plan(new Uri("http://someone:hidden1@127.0.0.1:1/"), "Host=127.0.0.1;Port=1;Username=u;Password=hidden2;Database=d", "127.0.0.1:1,password=hidden3");

        var start = () => new ExternalStackProvider().StartAsync(plan, 1, s_silent, CancellationToken.None);

        var fault = (await start.Should().ThrowAsync<LoadLabException>()).Which;
        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Faults.Should().HaveCount(3);
        fault.Faults[0].Should().StartWith("stack.external.baseUrl (--external-url): http://127.0.0.1:1/ does not answer");
        fault.Faults[1].Should().StartWith("stack.external.postgres (--external-postgres): 127.0.0.1:1/d cannot be used");
        fault.Faults[2].Should().StartWith("stack.external.redis (--external-redis): 127.0.0.1:1 cannot be used");
        fault.ToString().Should().NotContain("hidden");
    }

    [Fact]
    public async Task Connection_strings_that_cannot_be_read_are_faults_without_their_text()
    {
        var plan = Plan(fixture.Stack.BaseAddress, "Host=h;Pass word=hidden;;nonsense=hidden", "127.0.0.1:1,pasword=hidden");

        var start = () => new ExternalStackProvider().StartAsync(plan, 1, s_silent, CancellationToken.None);

        var fault = (await start.Should().ThrowAsync<LoadLabException>()).Which;
        fault.Faults.Should().HaveCount(2);
        fault.ToString().Should().NotContain("hidden");
    }

    [Fact]
    public async Task A_redis_with_a_password_is_used_with_it_and_says_what_is_wrong_without()
    {
        var (stack, options) = (fixture.Stack, ConfigurationOptions.Parse(fixture.Stack.RedisConfiguration!));
        var address = options.EndPoints[0].ToString();
        options.Password.Should().NotBeNullOrEmpty("a native stack's Redis has a password");

        var external = await StartAsync(stack, $"{address},password={options.Password}");

        external.Fingerprint["redis.version"].Should().Be(stack.Fingerprint["redis.version"]);
        external.Fingerprint.Values.Should().NotContain(value => value.Contains(options.Password!, StringComparison.Ordinal));
        (await FaultAsync(stack, address!)).Should().EndWith("it wants a password: add password=… (and user=… for an ACL user)");
        (await FaultAsync(stack, address + ",password=hidden")).Should().EndWith("the password of the default user is wrong, or there is no such user, or it is switched off (WRONGPASS). Correct user=…,password=…").And.NotContain("hidden");
        (await FaultAsync(stack, $"{address},password={options.Password},ssl=true")).Should().EndWith("it does not speak TLS: leave out ssl=true, or write redis:// and not rediss://");
    }

    [Fact]
    public async Task A_redis_that_speaks_tls_says_so()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var certificate = SelfSigned();
        using var stop = new CancellationTokenSource();
        var serving = ServeTlsAsync(listener, certificate, stop.Token);

        (await FaultAsync(fixture.Stack, $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}")).Should().EndWith("it speaks TLS: add ssl=true, or write rediss://");

        await stop.CancelAsync();
        await serving;
    }

    private static async Task<IStack> StartAsync(IStack stack, string redis) =>
        await new ExternalStackProvider().StartAsync(Plan(stack.BaseAddress, null, redis), 1, s_silent, CancellationToken.None);

    private static async Task<string> FaultAsync(IStack stack, string redis) =>
        (await FluentActions.Awaiting(() => StartAsync(stack, redis)).Should().ThrowAsync<LoadLabException>()).Which.Faults.Should().ContainSingle().Subject;

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private static async Task ServeTlsAsync(TcpListener listener, X509Certificate2 certificate, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop);
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
            }
            catch (Exception fault) when (fault is OperationCanceledException or IOException or AuthenticationException)
            {
                // What spoke to it did not speak TLS: that is the test.
            }
        }
    }

    private static StackPlan Plan(Uri baseUrl, string? postgres, string? redis) =>
        new() { Kind = "external", External = new ExternalStackPlan { BaseUrl = baseUrl, Postgres = postgres, Redis = redis } };
}
