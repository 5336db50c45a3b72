using System.Net;
using System.Net.Sockets;
using LoadLab.Core;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Monitoring.Healing;

namespace LoadLab.Tests.Monitoring.Healing;

/// <summary>The server and the healer behind it live and end together.</summary>
public sealed class HealingServeTests : IHealingAction, IRecovery, IAlertStates, IAsyncLifetime, IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly HttpClient _http = new();
    private readonly HealingLog _log;
    private readonly Healer _healer;
    private HealingServer _server = null!;

    public HealingServeTests()
    {
        _log = new HealingLog(_file);
        _healer = new Healer(new HealerSettings(HealingText.Read(), true, null, null), _log, TimeProvider.System, _ => { }, _http, this, this, this);
    }

    public async Task InitializeAsync() => _server = await HealingServer.StartAsync(FreePort(), _healer, TimeProvider.System);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _healer.Dispose();
        _log.Dispose();
        _http.Dispose();
        File.Delete(_file);
    }

    [Fact]
    public async Task A_healer_that_cannot_go_on_is_not_left_with_a_server_that_looks_alive()
    {
        _healer.Receive([HealerHarness.Alert()]).Should().Be(1);

        var serve = () => _server.ServeAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));

        (await serve.Should().ThrowAsync<LoadLabException>()).Which.Message.Should().Be("The audit log cannot be written.");
    }

    [Fact]
    public async Task Asked_to_end_it_ends_in_order()
    {
        using var stop = new CancellationTokenSource();
        var serving = _server.ServeAsync(stop.Token);
        await stop.CancelAsync();

        await serving.WaitAsync(TimeSpan.FromMinutes(1));
    }

    Task<ActionResult> IHealingAction.RunAsync(HealingEntry entry) => throw new LoadLabException(ExitCode.InternalFault, "The audit log cannot be written.");

    TimeSpan IRecovery.Lag(HealingEntry entry) => TimeSpan.Zero;

    Task<HealthState> IRecovery.LookAsync(HealingEntry entry, CancellationToken cancellationToken) => Task.FromResult(new HealthState(false, "It is broken."));

    Task<string?> IAlertStates.RefuseAsync(IncomingAlert alert, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    private static IPEndPoint FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }
}
