using Docker.DotNet.Models;
using LoadLab.Core;
using LoadLab.Core.Running;

namespace LoadLab.Stacks.Containers;

/// <summary>Stops (SIGKILL), starts, pauses and resumes the containers of a stack. What a stopped one had only in memory is lost.</summary>
internal sealed class ContainerControl(DockerEngine engine, IReadOnlyList<ContainerPart> parts) : IStackControl
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Roles { get; } = [.. parts.Select(part => part.Role).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async Task StopAsync(string role, CancellationToken cancellationToken)
    {
        var part = Running(role, "stop");
        part.ExpectStop();
        await engine.Client.Containers.KillContainerAsync(part.Id, new ContainerKillParameters { Signal = "SIGKILL" }, cancellationToken).ConfigureAwait(false);
        await engine.Client.Containers.WaitContainerAsync(part.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task StartAsync(string role, CancellationToken cancellationToken)
    {
        var part = Find(role);
        if (!part.IsStopped)
            throw Refused($"{role} cannot be started: it was not stopped.");
        await engine.Client.Containers.StartContainerAsync(part.Id, new ContainerStartParameters(), cancellationToken).ConfigureAwait(false);
        await part.WatchAsync(cancellationToken).ConfigureAwait(false);
        if (part.ProcessId == 0)
            throw Refused($"{role} did not start again. Last lines of its log:{Environment.NewLine}{await part.TailAsync(cancellationToken).ConfigureAwait(false)}");
    }

    /// <inheritdoc/>
    public Task PauseAsync(string role, CancellationToken cancellationToken) =>
        engine.Client.Containers.PauseContainerAsync(Running(role, "pause").Id, cancellationToken);

    /// <inheritdoc/>
    public Task ResumeAsync(string role, CancellationToken cancellationToken) =>
        engine.Client.Containers.UnpauseContainerAsync(Running(role, "resume").Id, cancellationToken);

    private ContainerPart Running(string role, string verb) => Find(role) switch
    {
        { IsStopped: true } => throw Refused($"cannot {verb} {role}: it is stopped already."),
        { UnexpectedExit: not null } => throw Refused($"cannot {verb} {role}: it has ended by itself."),
        var part => part,
    };

    private ContainerPart Find(string role) => parts.FirstOrDefault(part => part.Role == role)
        ?? throw Refused($"the stack has no part '{role}'. It has: {string.Join(", ", Roles)}.");

    private static LoadLabException Refused(string what) => new(ExitCode.BadConfiguration, $"Stack 'containers': {what}", "Look at the suite's 'faults'.");
}
