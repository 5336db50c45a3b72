using System.Diagnostics;
using System.Globalization;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.Stacks.Processes;

namespace LoadLab.IntegrationTests.Mails;

/// <summary>A real aiosmtpd, which writes each mail into its log, so that a test need not take the sender's word for it.</summary>
internal sealed class RealSink(NativeServers servers)
{
    private readonly string _log = Path.Combine(servers.NewFolder(), "smtp.log");
    private Process? _process;

    public int Port { get; } = NativeServers.FreePort();

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>What it has taken.</summary>
    public string Log => File.ReadAllText(_log);

    public async Task StartAsync()
    {
        _process = servers.Children.Start(
            SmtpFactAttribute.Python!, ["-I", "-u", "-m", "aiosmtpd", "--nosetuid", "--listen", Address, "--class", "aiosmtpd.handlers.Debugging", "stdout"], _log, "KILL");
        await Eventually.AsyncTrue(() => SmtpServer.GreetsAsync(Port, CancellationToken.None), "the sink greets");
    }

    public void Pause() => ChildProcesses.Signal(_process!, "STOP");

    public void Resume() => ChildProcesses.Signal(_process!, "CONT");

    public async Task StopAsync()
    {
        ChildProcesses.Signal(_process!, "KILL");
        await _process!.WaitForExitAsync();
    }
}
