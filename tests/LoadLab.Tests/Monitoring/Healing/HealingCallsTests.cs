using System.Net;
using System.Net.Sockets;
using LoadLab.Monitoring.Healing;

namespace LoadLab.Tests.Monitoring.Healing;

/// <summary>Where a healer reaches the stack of a run.</summary>
public sealed class HealingCallsTests
{
    // On a busy machine about one run in ten hung at its end: the listener said that it listens while it was closed, and was asked once more.
    [Fact]
    public async Task It_ends_whenever_the_run_does()
    {
        for (var round = 0; round < 300; round++)
        {
            var calls = new HealingCalls(FreePort(), TimeProvider.System);
            calls.Start();

            await calls.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    private static IPEndPoint FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }
}
