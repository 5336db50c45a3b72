using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using LoadLab.Monitoring.Healing;

namespace LoadLab.Tests.Monitoring.Healing;

/// <summary>Where a healer reaches the stack of a run.</summary>
public sealed class HealingCallsTests
{
    // .NET's HttpListener sometimes never ended on a busy machine: too seldom to be seen here, and often enough to hang a run.
    [Fact]
    public async Task It_ends_whenever_the_run_does()
    {
        for (var round = 0; round < 300; round++)
        {
            var calls = new HealingCalls(FreePort(), TimeProvider.System);
            await calls.StartAsync();

            await calls.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public async Task A_call_that_comes_while_it_ends_is_told_done_only_if_it_was()
    {
        using var http = new HttpClient();
        var healed = 0;
        var told = 0;
        for (var round = 0; round < 100; round++)
        {
            var address = FreePort();
            var calls = new HealingCalls(address, TimeProvider.System)
            {
                Heal = _ =>
                {
                    Interlocked.Increment(ref healed);
                    return Task.FromResult<string?>(null);
                },
            };
            await calls.StartAsync();
            var posting = PostAsync(http, address);

            await calls.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

            told += await posting.WaitAsync(TimeSpan.FromSeconds(30)) == HttpStatusCode.OK ? 1 : 0;
            told.Should().BeLessThanOrEqualTo(Volatile.Read(ref healed));
        }
    }

    [Fact]
    public async Task A_name_that_somebody_lets_point_to_loopback_is_refused_and_localhost_is_not()
    {
        using var http = new HttpClient();
        var address = FreePort();
        await using var calls = new HealingCalls(address, TimeProvider.System) { Heal = _ => Task.FromResult<string?>(null) };
        await calls.StartAsync();
        foreach (var (host, status) in new[] { ("evil.example", 421), ("localhost", 200), ("127.0.0.1:80", 200), ("[::1]", 200) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{address}/redis")) { Content = JsonContent.Create(new { healing = "heal-redis" }) };
            request.Headers.Host = host;

            using var answer = await http.SendAsync(request);

            ((int)answer.StatusCode).Should().Be(status, host);
        }
    }

    private static async Task<HttpStatusCode?> PostAsync(HttpClient http, IPEndPoint address)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync(new Uri($"http://{address}/redis"), new { healing = "heal-redis" });
            return answer.StatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException)
        {
            return null;
        }
    }

    private static IPEndPoint FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }
}
