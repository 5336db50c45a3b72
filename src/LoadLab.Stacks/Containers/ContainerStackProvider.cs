using System.Globalization;
using Docker.DotNet;
using Docker.DotNet.Models;
using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Fingerprints;
using LoadLab.Stacks.Probes;
using LoadLab.Stacks.Processes;
using LoadLab.Stacks.Settings;

namespace LoadLab.Stacks.Containers;

/// <summary>
/// Runs Postgres, Redis and the reference LMS in containers, durable as in production, on this machine's own network unless the suite asks for
/// a bridge: Docker's proxy takes more than half of what a Postgres can do. Nothing is left behind: a watchdog removes the containers of a
/// LoadLab that was killed, and the next start sweeps what it has missed. Thread-safe; stacks are independent of each other.
/// </summary>
public sealed class ContainerStackProvider : IStackProvider, IKillable
{
    private readonly StackRegistry<ContainerGroup> _stacks = new();
    private readonly DockerEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly StartLimits _limits;

    /// <summary>A provider for the engine that <c>docker</c> itself would use.</summary>
    /// <param name="time">The time; the system's by default.</param>
    public ContainerStackProvider(TimeProvider? time = null)
        : this(DockerEndpoint.OfThisProcess(), time ?? TimeProvider.System, StartLimits.Default)
    {
    }

    internal ContainerStackProvider(DockerEndpoint endpoint, TimeProvider time, StartLimits limits)
    {
        _endpoint = endpoint;
        _time = time;
        _limits = limits;
    }

    /// <inheritdoc/>
    public string Kind => "containers";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindObstaclesAsync(StackPlan plan, CancellationToken cancellationToken)
    {
        var faults = plan.ApiInstances > 1
            ? [$"'stack.api.instances: {plan.ApiInstances.ToString(CultureInfo.InvariantCulture)}' is for processes; containers have one."]
            : new List<string>();
        try
        {
            using var engine = await DockerEngine.ConnectAsync(_endpoint, cancellationToken).ConfigureAwait(false);
            if (!engine.IsLocal)
                faults.Add($"the Docker engine at {engine.Address} is on another machine, and load goes to loopback only. Start the stack there yourself and use --stack external.");
            else
                faults.AddRange(await ContainerImages.FindFaultsAsync(engine, plan, mayPull: plan.Kind == Kind, cancellationToken).ConfigureAwait(false));
        }
        catch (LoadLabException fault)
        {
            faults.AddRange(fault.Faults);
        }

        return faults;
    }

    /// <inheritdoc/>
    public async Task<IStack> StartAsync(StackPlan plan, long seed, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var faults = SettingRules.FindFaults(plan.Postgres, plan.Redis);
        if (faults.Count > 0)
            throw new LoadLabException(ExitCode.BadConfiguration, faults);

        var engine = await DockerEngine.ConnectAsync(_endpoint, cancellationToken).ConfigureAwait(false);
        TestcontainersDefaults.Apply(engine);
        foreach (var leftover in await ContainerOwner.SweepAsync(engine.Client, cancellationToken).ConfigureAwait(false))
            progress.Report($"swept {leftover}, left by a LoadLab that was killed");
        await ContainerImages.PullMissingAsync(engine, plan, _time, progress, cancellationToken).ConfigureAwait(false);
        var noMail = await ContainerImages.FindMailObstacleAsync(engine, plan, _time, progress, cancellationToken).ConfigureAwait(false);
        return await _stacks.StartAsync(
            () => new ContainerGroup(engine),
            group => StartAsync(new ContainerStarter(group, plan, _limits, _time, cancellationToken), noMail, seed, progress)).ConfigureAwait(false);
    }

    /// <summary>Removes every stack that this provider has started or is starting. No other one starts after it.</summary>
    public void KillNow() => _stacks.KillNow();

    private async Task<ContainerStack> StartAsync(ContainerStarter starter, string? noMail, long seed, IProgress<string> progress)
    {
        var (engine, plan, cancellation) = (starter.Group.Engine, starter.Plan, starter.Cancellation);
        var start = _time.GetTimestamp();
        progress.Report($"starting {ContainerImages.Of(plan, "postgres")} and {ContainerImages.Of(plan, "redis")} as containers of {starter.Group.Name}");
        if (!starter.IsHostNetwork)
        {
            progress.Report("warning: Docker's proxy lies in the network path: capacity will look lower than it is; 'stack.network: host' takes it out");
            await engine.Client.Networks.CreateNetworkAsync(
                new NetworksCreateParameters { Name = starter.Group.Name, Driver = "bridge", Labels = ContainerOwner.Labels(starter.Group.Name, "network").ToDictionary() }, cancellation).ConfigureAwait(false);
        }

        var (postgres, redis) = await StartupFaults.BothAsync(
            ContainerServers.StartPostgresAsync(starter, progress), ContainerServers.StartRedisAsync(starter)).ConfigureAwait(false);
        (string Address, string Greeting)? smtp = noMail is null ? await ContainerServers.StartSmtpAsync(starter).ConfigureAwait(false) : null;
        if (noMail is not null)
            progress.Report("note: no mail, and rows on e-mail are not measured: " + noMail);
        var fingerprint = new SortedDictionary<string, string>(StringComparer.Ordinal);
        fingerprint.Add(await PostgresFingerprint.ReadAsync(postgres.ForProbes, plan.Postgres.Keys.Where(key => key != "port"), cancellation).ConfigureAwait(false));
        if (PostgresFingerprint.TooOld(fingerprint["postgres.version"]) is { } tooOld)
            throw ContainerStarter.Fault("postgres", tooOld, "Name a later image in 'stack.images.postgres'.");
        fingerprint.Add(await RedisFingerprint.ReadAsync(redis.ForProbes, plan.Redis.Keys.Where(key => key != "port")).ConfigureAwait(false));
        fingerprint.Add(LmsSettings.Fingerprint(plan.Lms));
        fingerprint.Add(await ContainerFingerprint.ReadAsync(engine, plan, starter.IsHostNetwork, smtp is not null, cancellation).ConfigureAwait(false));
        fingerprint[FingerprintKeys.SmtpServer] = smtp?.Greeting ?? "none";
        progress.Report(string.Create(CultureInfo.InvariantCulture,
            $"postgres {fingerprint["postgres.version"]} is ready on 127.0.0.1:{postgres.Port} (fsync {fingerprint["postgres.fsync"]}), redis {fingerprint["redis.version"]} on 127.0.0.1:{redis.Port}, after {_time.GetElapsedTime(start).TotalSeconds:0.0} s"));

        var apiSettings = plan.SeparateWorker ? plan.Lms with { Workers = 0 } : plan.Lms;
        var servers = new LmsServers(postgres.ForApi, redis.ForApi, smtp?.Address);
        var api = await ContainerServers.StartApiAsync(starter, servers, seed, apiSettings).ConfigureAwait(false);
        progress.Report(string.Create(CultureInfo.InvariantCulture, $"api is ready on {api}, after {_time.GetElapsedTime(start).TotalSeconds:0.0} s"));
        if (plan.SeparateWorker)
            await ContainerServers.StartApiAsync(starter, servers, seed, plan.Lms, "worker").ConfigureAwait(false);
        IReadOnlyList<IProbe> probes = noMail is null ? [] :
        [
            new NoMailProbe("this stack had no mail server: " + noMail, $"Get the image (docker pull {ContainerImages.Of(plan, ContainerImages.Smtp)}), or build one without a registry: "
                + "infra/images/build-local.sh smtp, and --set stack.images.smtp=loadlab-test/smtp:local."),
        ];
        return new ContainerStack(starter.Group, new ContainerAddresses(postgres.ForProbes, redis.ForProbes, api), fingerprint, probes);
    }
}
