using System.Globalization;
using Docker.DotNet;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using DotNet.Testcontainers.Images;
using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LoadLab.Stacks.Containers;

/// <summary>Starts the containers of a stack, each with what all have in common: labels, limits, network, ports on loopback only.</summary>
internal sealed class ContainerStarter(ContainerGroup group, StackPlan plan, StartLimits limits, TimeProvider time, CancellationToken cancellation)
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>The stack's group.</summary>
    public ContainerGroup Group => group;

    /// <summary>What to start.</summary>
    public StackPlan Plan => plan;

    /// <summary>How long each part may take.</summary>
    public StartLimits Limits => limits;

    /// <summary>Gives up.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>True when the containers use this machine's network as it is.</summary>
    public bool IsHostNetwork { get; } = plan.Network != "bridge";

    /// <summary>Adds to any builder what all containers have in common.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="role">The role.</param>
    /// <param name="port">The port on this machine.</param>
    /// <param name="ownPort">The port inside the container, where it has a network of its own.</param>
    public TBuilder Configure<TBuilder, TContainer, TConfiguration>(TBuilder builder, string role, int port, int ownPort)
        where TBuilder : ContainerBuilder<TBuilder, TContainer, TConfiguration>
        where TContainer : IContainer
        where TConfiguration : IContainerConfiguration
    {
        var common = builder
            .WithDockerEndpoint(group.Engine.Address)
            .WithImagePullPolicy(PullPolicy.Never)
            .WithLogger(NullLogger.Instance)
            // Ours is the sweep: Testcontainers' own helper would need an image of its own and the engine's socket.
            .WithCleanUp(false)
            .WithLabel(ContainerOwner.Labels(group.Name, role))
            .WithCreateParameterModifier(parameters => SetNetworkAndLimits(parameters, role, port, ownPort));
        return IsHostNetwork ? common : common.WithNetwork(group.Name).WithNetworkAliases(role);
    }

    /// <summary>Starts a container and waits until it is ready; tries another port when somebody else was faster to take it.</summary>
    /// <param name="role">The role.</param>
    /// <param name="fixedPort">The port that the suite wants; null for any.</param>
    /// <param name="build">Builds the container for a port.</param>
    /// <param name="isReady">Asks whether it is ready.</param>
    /// <param name="limit">How long it may take.</param>
    /// <returns>Its port on this machine.</returns>
    /// <exception cref="LoadLabException">It does not come up (104), with the last lines of its log.</exception>
    public async Task<int> StartAsync(string role, int? fixedPort, Func<int, IContainer> build, Func<int, CancellationToken, Task<bool>> isReady, TimeSpan limit)
    {
        var result = await TryStartAsync(role, fixedPort, build, isReady, limit).ConfigureAwait(false);
        return result.Fault is { } fault ? throw fault : result.Port;
    }

    /// <summary>The same for a caller that can do without what is missing: a container that ends before it is ready is a result.</summary>
    /// <exception cref="LoadLabException">It runs and does not become ready (104).</exception>
    public async Task<StartResult> TryStartAsync(string role, int? fixedPort, Func<int, IContainer> build, Func<int, CancellationToken, Task<bool>> isReady, TimeSpan limit)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = fixedPort ?? LoopbackPort.FindFree();
            var (part, refusal) = await CreateAsync(role, build(port)).ConfigureAwait(false);
            if (part is not null && await WaitAsync(part, port, isReady, limit).ConfigureAwait(false))
                return new StartResult(port);

            if (group.IsClosed)
                throw new OperationCanceledException("The stack is being stopped.");
            var state = part is null ? null : await part.EndStateAsync(cancellation).ConfigureAwait(false);
            var log = part is null ? refusal! : await part.TailAsync(cancellation).ConfigureAwait(false);
            if (part is not null)
                await group.ForgetAsync(part, cancellation).ConfigureAwait(false);
            var cause = state?.OOMKilled == true ? StartCause.OutOfMemory : StartLog.CauseIn(log);
            if (cause != StartCause.PortTaken || fixedPort is not null || attempt == LoopbackPort.Attempts)
                return new StartResult(port, cause, Explain(role, cause, fixedPort, part is null ? $"the engine did not start it: {log}" : $"it ended with exit code {state?.ExitCode} before it was ready. Last lines of its log:{Environment.NewLine}{log}"));
        }
    }

    /// <summary>A fault of a part.</summary>
    public static LoadLabException Fault(string role, string what, string? advice) => new(ExitCode.BadConfiguration, $"Stack 'containers', {role}: {what}", advice);

    // Null with the engine's own words when it cannot even be started: an exhausted disk, a port that is taken.
    private async Task<(ContainerPart? Part, string? Refusal)> CreateAsync(string role, IContainer container)
    {
        var id = "";
        try
        {
            if (group.IsClosed)
                throw new OperationCanceledException("The stack is being stopped.");
            await container.StartAsync(cancellation).ConfigureAwait(false);
            id = container.Id;
        }
        catch (DockerApiException refused)
        {
            await RemoveRoleAsync(role).ConfigureAwait(false);
            return (null, refused.ResponseBody ?? refused.Message);
        }
        catch (Exception ended) when (ended is ContainerNotRunningException)
        {
            // It ended at once; its log says why.
            id = container.Id;
        }

        var part = new ContainerPart(group.Engine.Client, role, id);
        group.Add(part);
        await part.WatchAsync(cancellation).ConfigureAwait(false);
        return (part, null);
    }

    private async Task RemoveRoleAsync(string role)
    {
        var labels = ContainerOwner.Labels(group.Name, role);
        foreach (var container in await ContainerOwner.ListAsync(group.Engine.Client, $"{ContainerOwner.StackLabel}={group.Name}", cancellation).ConfigureAwait(false))
        {
            if (labels.All(label => container.Labels.TryGetValue(label.Key, out var value) && value == label.Value))
                await ContainerOwner.RemoveAsync(group.Engine.Client, container.ID, cancellation).ConfigureAwait(false);
        }
    }

    // False when it ended.
    private async Task<bool> WaitAsync(ContainerPart part, int port, Func<int, CancellationToken, Task<bool>> isReady, TimeSpan limit)
    {
        var start = time.GetTimestamp();
        while (await part.StateAsync(cancellation).ConfigureAwait(false) is { Running: true })
        {
            if (await Readiness.AskAsync(port, isReady, time, cancellation).ConfigureAwait(false))
                return true;
            if (time.GetElapsedTime(start) > limit)
            {
                throw Fault(part.Role, $"it was not ready after {limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s. Last lines of its log:{Environment.NewLine}{await part.TailAsync(cancellation).ConfigureAwait(false)}",
                    "A busy machine, or a setting that it does not like. The lines of its log say which.");
            }

            await Task.Delay(s_pollInterval, time, cancellation).ConfigureAwait(false);
        }

        return false;
    }

    private void SetNetworkAndLimits(CreateContainerParameters parameters, string role, int port, int ownPort)
    {
        var host = parameters.HostConfig ??= new HostConfig();
        if (IsHostNetwork)
        {
            host.NetworkMode = "host";
            parameters.ExposedPorts?.Clear();
            host.PortBindings?.Clear();
        }
        else
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{ownPort}/tcp");
            parameters.ExposedPorts = new Dictionary<string, EmptyStruct> { [key] = default };
            host.PortBindings = new Dictionary<string, IList<PortBinding>>
            {
                [key] = [new PortBinding { HostIP = "127.0.0.1", HostPort = port.ToString(CultureInfo.InvariantCulture) }],
            };
        }

        if (role == "postgres")
            host.ShmSize = 512L << 20;
        if (plan.Limits.TryGetValue(role, out var limit))
        {
            host.NanoCPUs = (long)((limit.Cpus ?? 0) * 1e9);
            // Without swap: a server that swaps is no server to measure.
            host.Memory = host.MemorySwap = limit.MemoryBytes ?? 0;
        }
    }

    private static LoadLabException Explain(string role, StartCause cause, int? fixedPort, string end) => cause switch
    {
        StartCause.PortTaken when fixedPort is { } wanted => Fault(role, string.Create(CultureInfo.InvariantCulture, $"port {wanted} on 127.0.0.1 is taken."), LoopbackPort.TakenAdvice(role)),
        StartCause.OutOfMemory => Fault(role, "it used more memory than it may, and was killed for it before it was ready.", $"Raise 'stack.limits.{role}.memory' in the suite, or give it settings that need less."),
        StartCause.DiskFull => Fault(role, end, "The engine's disk is full: docker system df shows by what, docker system prune frees what is not used."),
        StartCause.OtherArchitecture => Fault(role, end, "The image is for another architecture."),
        _ => Fault(role, end, $"Check {(role == "api" ? "'lms'" : $"'stack.{role}'")} in the suite against these lines."),
    };
}
