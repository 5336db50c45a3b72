using System.Globalization;
using System.Net.Sockets;
using System.Text;
using LoadLab.Stacks.Machine;

namespace LoadLab.Stacks.Processes;

/// <summary>An SMTP server that is up.</summary>
/// <param name="Child">The server.</param>
/// <param name="Address">Host and port.</param>
/// <param name="Greeting">What it says of itself.</param>
internal sealed record SmtpServer(ChildProcess Child, string Address, string Greeting)
{
    /// <summary>Starts the sink and waits until it greets.</summary>
    public static async Task<SmtpServer> StartAsync(ProcessStackContext context, string python)
    {
        var home = context.Group.Directory.Add(MailSink.Role, context.Account);
        var (child, port) = await context.StartOnPortAsync(MailSink.Role, fixedPort: null, port => new ChildCommand
        {
            Role = MailSink.Role,
            FileName = python,
            Arguments = MailSink.Arguments(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")),
            WorkingDirectory = home,
            LogPath = context.LogPath(MailSink.Role),
            Environment = new Dictionary<string, string> { ["LC_ALL"] = "C" },
            Account = context.Account,
            DeathSignal = UnixSignal.Kill,
            StopSteps = [(UnixSignal.Term, TimeSpan.FromSeconds(2))],
        }, GreetsAsync, context.Limits.Redis).ConfigureAwait(false);
        return new SmtpServer(
            child, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"),
            await GreetingAsync(port, context.Cancellation).ConfigureAwait(false) ?? "unknown");
    }

    /// <summary>True when an SMTP server greets on the port.</summary>
    internal static async Task<bool> GreetsAsync(int port, CancellationToken cancellationToken) =>
        await GreetingAsync(port, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>What an SMTP server on the port says of itself, without its host's name; null when none greets. A greeting is 220, a name and words (RFC 5321, 4.2).</summary>
    internal static async Task<string?> GreetingAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancellationToken).ConfigureAwait(false);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            return (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false))?.Split(' ', 3) is ["220", _, var words] ? words : null;
        }
        catch (Exception notYet) when (notYet is SocketException or IOException)
        {
            return null;
        }
    }
}
