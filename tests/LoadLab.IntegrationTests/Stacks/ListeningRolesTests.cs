using System.Diagnostics;
using System.Globalization;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Processes;

namespace LoadLab.IntegrationTests.Stacks;

/// <summary>Which process a role is, while targets come and go. They are small programs of the system's Python.</summary>
public sealed class ListeningRolesTests : IDisposable
{
    private const string Program = """
        import socket, sys
        listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
        print("listening", flush=True)
        sys.stdin.readline()
        listener.close()
        print("finishing", flush=True)
        sys.stdin.readline()
        """;

    private readonly List<Process> _started = [];

    public void Dispose()
    {
        foreach (var process in _started)
        {
            process.Kill();
            process.Dispose();
        }
    }

    [Fact]
    public async Task A_target_that_listens_no_more_and_finishes_its_requests_gives_way_to_its_successor()
    {
        var port = LoopbackPort.FindFree();
        var roles = new ListeningRoles(new Dictionary<string, int> { ["target"] = port });
        roles.Now().Should().BeEmpty();
        var old = await StartAsync(port);
        roles.Now()["target"].Should().Equal(old.Id);

        await old.StandardInput.WriteLineAsync();
        (await old.StandardOutput.ReadLineAsync()).Should().Be("finishing");
        roles.Now().Should().BeEmpty("nobody listens");
        var young = await StartAsync(port);

        roles.Now()["target"].Should().Equal([young.Id], "the old one lives, and is no target any more");
        old.HasExited.Should().BeFalse();
    }

    private async Task<Process> StartAsync(int port)
    {
        var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Program, port.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        _started.Add(process);
        (await process.StandardOutput.ReadLineAsync()).Should().Be("listening");
        return process;
    }
}
