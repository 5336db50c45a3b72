using Docker.DotNet;
using Docker.DotNet.Models;

namespace LoadLab.Stacks.Containers;

/// <summary>A container of a stack that was started. Watches whether it ends by itself.</summary>
internal sealed class ContainerPart(DockerClient client, string role, string id) : IDisposable
{
    private const string TailLines = "20";

    private readonly CancellationTokenSource _closing = new();
    private volatile string? _unexpectedExit;
    private volatile bool _isStopped;
    private volatile int _processId;

    /// <summary><c>postgres</c>, <c>redis</c>, <c>api</c>.</summary>
    public string Role => role;

    /// <summary>The engine's name for it.</summary>
    public string Id => id;

    /// <summary>Process id of its first process, as the engine's machine counts; 0 while it does not run.</summary>
    public int ProcessId => _processId;

    /// <summary>Last lines of its log, when it ended although nobody asked it to; null otherwise.</summary>
    public string? UnexpectedExit => _unexpectedExit;

    /// <summary>True while it is stopped on purpose.</summary>
    public bool IsStopped => _isStopped;

    /// <summary>Begins to watch it, once it runs.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        var state = await StateAsync(cancellationToken).ConfigureAwait(false);
        _isStopped = false;
        _processId = (int)(state?.Pid ?? 0);
        _ = WatchExitAsync();
    }

    /// <summary>Says that its end is meant. Call it before the container is ended.</summary>
    public void ExpectStop() => (_isStopped, _processId) = (true, 0);

    /// <summary>What the engine says of it; null when it is gone.</summary>
    public async Task<State?> StateAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await client.Containers.InspectContainerAsync(id, cancellationToken).ConfigureAwait(false)).State;
        }
        catch (DockerContainerNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The same of one that has ended. The engine learns that the kernel killed it for its memory from another place than that it ended, and perhaps later.</summary>
    public async Task<State?> EndStateAsync(CancellationToken cancellationToken)
    {
        const int killed = 128 + 9;
        var state = await StateAsync(cancellationToken).ConfigureAwait(false);
        for (var look = 0; look < 20 && state is { Running: not true, ExitCode: killed, OOMKilled: not true }; look++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken).ConfigureAwait(false);
            state = await StateAsync(cancellationToken).ConfigureAwait(false);
        }

        return state;
    }

    /// <summary>The last lines of its log; says so when they cannot be had.</summary>
    public async Task<string> TailAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var stream = await client.Containers.GetContainerLogsAsync(
                id, new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Tail = TailLines }, cancellationToken).ConfigureAwait(false);
            var (output, error) = await stream.ReadOutputToEndAsync(cancellationToken).ConfigureAwait(false);
            var lines = (output + error).TrimEnd();
            return lines.Length > 0 ? lines : "(its log is empty)";
        }
        catch (Exception fault) when (fault is DockerApiException or HttpRequestException or IOException)
        {
            return $"(its log cannot be read: {fault.Message})";
        }
    }

    /// <summary>Ends the watching; the container is not touched.</summary>
    public void Dispose() => _closing.Cancel();

    private async Task WatchExitAsync()
    {
        try
        {
            await client.Containers.WaitContainerAsync(id, _closing.Token).ConfigureAwait(false);
            if (!_isStopped && await EndStateAsync(_closing.Token).ConfigureAwait(false) is { Running: not true } state)
                _unexpectedExit = (state.OOMKilled == true ? "it used more memory than it may, and was killed for it\n" : "") + await TailAsync(_closing.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or DockerApiException or HttpRequestException or IOException or ObjectDisposedException)
        {
            // The stack is going down, or the engine is gone: then the load fails and says so.
        }
    }
}
