using System.Globalization;
using LoadLab.Core;
using LoadLab.Core.Runs;

namespace LoadLab.Stacks.Processes;

/// <summary>How long each part of a stack may take until it answers.</summary>
/// <param name="Postgres">Postgres, without initdb.</param>
/// <param name="Redis">Redis.</param>
/// <param name="Api">The API, with its migrations and its data.</param>
internal sealed record StartLimits(TimeSpan Postgres, TimeSpan Redis, TimeSpan Api)
{
    /// <summary>30 s, 15 s, 2 min: for a busy machine; a usual start takes a tenth.</summary>
    public static StartLimits Default { get; } = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(2));
}

/// <summary>What the parts of a stack share while they start.</summary>
internal sealed record ProcessStackContext
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>What to start.</summary>
    public required StackPlan Plan { get; init; }

    /// <summary>Where the children go.</summary>
    public required ProcessGroup Group { get; init; }

    /// <summary>Who the servers run as; null for our own user.</summary>
    public required Account? Account { get; init; }

    /// <summary>How long each part may take.</summary>
    public required StartLimits Limits { get; init; }

    /// <summary>The time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Gives up.</summary>
    public required CancellationToken Cancellation { get; init; }

    /// <summary>Path of a role's log.</summary>
    public string LogPath(string role) => Group.Directory.File(role + ".log");

    /// <summary>Runs a child to its end and returns its exit code.</summary>
    public async Task<int> RunToEndAsync(ChildCommand command)
    {
        var child = await Group.StartAsync(command).ConfigureAwait(false);
        await child.WaitAsync(Cancellation).ConfigureAwait(false);
        var exitCode = child.ExitCode;
        Group.Forget(child);
        return exitCode;
    }

    /// <summary>
    /// Starts a server on a port and waits until it is ready. A free port is bound and closed before the server binds it, so somebody
    /// else can be faster: then another one is tried. A port that the suite fixes is tried once.
    /// </summary>
    public async Task<(ChildProcess Child, int Port)> StartOnPortAsync(
        string role, int? fixedPort, Func<int, ChildCommand> command, Func<int, CancellationToken, Task<bool>> isReady, TimeSpan limit)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = fixedPort ?? LoopbackPort.FindFree();
            var child = await Group.StartAsync(command(port) with { Port = port, Nice = Plan.Nice }).ConfigureAwait(false);
            if (await WaitAsync(child, port, isReady, limit).ConfigureAwait(false))
                return (child, port);

            if (Group.IsClosed)
                throw new OperationCanceledException("The stack is being stopped.");
            var log = child.Tail();
            if (!LoopbackPort.WasTaken(log))
                throw Failed(role, $"ended with exit code {child.ExitCode.ToString(CultureInfo.InvariantCulture)} before it was ready", log);
            if (fixedPort is { } wanted)
                throw PortTaken(role, wanted);
            if (attempt == LoopbackPort.Attempts)
                throw Failed(role, $"found its port taken {attempt} times in a row", log);
            Group.Forget(child);
        }
    }

    // False when it ended.
    private async Task<bool> WaitAsync(ChildProcess child, int port, Func<int, CancellationToken, Task<bool>> isReady, TimeSpan limit)
    {
        var start = Time.GetTimestamp();
        while (!child.HasExited)
        {
            // Whoever holds a taken port must not be mistaken for our child: it counts only while the child lives.
            if (await Readiness.AskAsync(port, isReady, Time, Cancellation).ConfigureAwait(false) && !child.HasExited)
                return true;
            if (Time.GetElapsedTime(start) > limit)
                throw Failed(child.Command.Role, $"was not ready after {limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s", child.Tail());
            await Task.Delay(s_pollInterval, Time, Cancellation).ConfigureAwait(false);
        }

        return false;
    }

    private static LoadLabException Failed(string role, string what, string log) =>
        new(ExitCode.BadConfiguration, $"Stack 'processes', {role}: it {what}. Last lines of its log:{Environment.NewLine}{log}",
            $"Check {(role is "worker" || role.StartsWith("api", StringComparison.Ordinal) ? "'lms'" : $"'stack.{role}'")} in the suite against these lines.");

    private static LoadLabException PortTaken(string role, int port) =>
        new(ExitCode.BadConfiguration, string.Create(CultureInfo.InvariantCulture, $"Stack 'processes', {role}: port {port} on 127.0.0.1 is taken."),
            LoopbackPort.TakenAdvice(role));
}
