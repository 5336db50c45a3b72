using System.Diagnostics;
using System.Globalization;
using LoadLab.IntegrationTests.ReferenceLms;

namespace LoadLab.IntegrationTests.Monitoring.Healing;

/// <summary>
/// A Redis that a program starts anew, as a service manager would: it ends the old process, waits until it is gone with its port, starts a new one, and ends when that
/// one answers. The first one is started so too.
/// </summary>
internal sealed class RestartableRedis : IDisposable
{
    // A killed process that nobody waits for stays as a zombie (Z): its port is free all the same.
    private const string Script = """
        #!/bin/sh
        port=$1 dir=$2
        if [ -f "$dir/redis.pid" ]; then
          old=$(cat "$dir/redis.pid")
          kill -KILL "$old" 2>/dev/null
          while [ -d "/proc/$old" ] && ! grep -q '^State:.*[ZX] ' "/proc/$old/status" 2>/dev/null; do sleep 0.05; done
          rm -f "$dir/redis.pid"
        fi
        redis-server --port "$port" --bind 127.0.0.1 --save '' --dir "$dir" --pidfile "$dir/redis.pid" --logfile "$dir/redis.log" --daemonize yes >/dev/null 2>&1 </dev/null
        until [ "$(redis-cli -p "$port" ping 2>/dev/null)" = PONG ] && [ -s "$dir/redis.pid" ]; do sleep 0.05; done
        echo "redis $old is now $(cat "$dir/redis.pid")"

        """;

    private readonly string _directory;
    private readonly int _port = NativeServers.FreePort();

    public RestartableRedis(string directory)
    {
        _directory = directory;
        Program = Path.Combine(directory, "restart-redis");
        File.WriteAllText(Program, Script);
        Run("chmod", "+x", Program);
    }

    /// <summary>StackExchange.Redis configuration.</summary>
    public string Configuration => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>The program that starts it anew, with its arguments.</summary>
    public IReadOnlyList<string> Restart => [Program, _port.ToString(CultureInfo.InvariantCulture), _directory];

    /// <summary>The process that is there now.</summary>
    public string ProcessId => File.ReadAllText(Path.Combine(_directory, "redis.pid")).Trim();

    private string Program { get; }

    public void Start() => Run(Restart[0], [.. Restart.Skip(1)]);

    /// <summary>Freezes it: connections stay open, and nothing answers.</summary>
    public void Pause() => Run("kill", "-STOP", ProcessId);

    /// <summary>By its port: a healer that was ended in the middle of a start leaves no file with its process, and the test's own fault is the one to be told.</summary>
    public void Dispose()
    {
        using var process = Process.Start("pkill", ["-KILL", "-f", string.Create(CultureInfo.InvariantCulture, $"redis-server 127.0.0.1:{_port}( |$)")]);
        process.WaitForExit();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        process.ExitCode.Should().Be(0, $"{program} {string.Join(' ', arguments)}");
    }
}
