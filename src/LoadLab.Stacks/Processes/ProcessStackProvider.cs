using System.Globalization;
using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Fingerprints;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Probes;
using LoadLab.Stacks.Settings;
using LoadLab.Stacks.Setup;

namespace LoadLab.Stacks.Processes;

/// <summary>
/// Runs Postgres, Redis and the reference LMS as native processes on free loopback ports in a temporary directory. The most faithful stack
/// to measure on: nothing lies between the generator and the servers, and Postgres is durable.
/// Nothing is left behind, however LoadLab ends: the kernel signals the children when it dies, a watchdog deletes the directory, and the
/// next start sweeps what both have missed. Thread-safe; stacks are independent of each other.
/// </summary>
public sealed class ProcessStackProvider : IStackProvider, IKillable
{
    private readonly StackRegistry<ProcessGroup> _stacks = new();
    private readonly ApiCommand _api;
    private readonly NativeTools _tools;
    private readonly TimeProvider _time;
    private readonly StartLimits _limits;
    private readonly IReadOnlyList<string> _roots;

    /// <summary>A provider for the reference LMS.</summary>
    /// <param name="lmsAssemblyPath">Path of <c>LoadLab.ReferenceLms.dll</c>.</param>
    /// <param name="time">The time; the system's by default.</param>
    public ProcessStackProvider(string lmsAssemblyPath, TimeProvider? time = null)
        : this(ApiCommand.ReferenceLms(Path.GetFullPath(lmsAssemblyPath)), NativeTools.OfThisMachine(), time ?? TimeProvider.System, StartLimits.Default, StackRoot.Candidates())
    {
    }

    internal ProcessStackProvider(ApiCommand api, NativeTools tools, TimeProvider time, StartLimits limits, IReadOnlyList<string> roots)
    {
        _api = api;
        _tools = tools;
        _time = time;
        _limits = limits;
        _roots = roots;
    }

    /// <inheritdoc/>
    public string Kind => "processes";

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FindObstaclesAsync(StackPlan plan, CancellationToken cancellationToken) =>
        Task.FromResult(new ProcessStackObstacles(_tools, _api).Find());

    /// <inheritdoc/>
    public async Task<IStack> StartAsync(StackPlan plan, long seed, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var faults = new ProcessStackObstacles(_tools, _api).Find().Concat(SettingRules.FindFaults(plan.Postgres, plan.Redis)).ToList();
        if (faults.Count > 0)
            throw new LoadLabException(ExitCode.BadConfiguration, faults);

        foreach (var leftover in _roots.SelectMany(StackDirectory.Sweep))
            progress.Report($"swept {leftover}, left by a LoadLab that was killed");
        var root = StackRoot.Choose(_roots);
        if (StackRoot.IsMemory(root))
            progress.Report($"warning: {root} is memory, where fsync costs nothing: capacity will look higher than on a disk; set TMPDIR to a directory on a disk");
        return await _stacks.StartAsync(() => new ProcessGroup(root, _time), group => StartAsync(new ProcessStackContext
        {
            Plan = plan,
            Group = group,
            Account = Native.IsRoot ? Account.FindUnprivileged() : null,
            Limits = _limits,
            Time = _time,
            Cancellation = cancellationToken,
        }, seed, progress)).ConfigureAwait(false);
    }

    /// <summary>Ends every stack that this provider has started or is starting. No other one starts after it.</summary>
    public void KillNow() => _stacks.KillNow();

    private async Task<ProcessStack> StartAsync(ProcessStackContext context, long seed, IProgress<string> progress)
    {
        var start = _time.GetTimestamp();
        progress.Report($"starting postgres and redis in {context.Group.Directory.Path}");
        var postgresStart = PostgresServer.StartAsync(context, _tools.FindPostgres()!);
        var redisStart = RedisServer.StartAsync(context, _tools.Find("redis-server")!);
        var (postgres, redis) = await StartupFaults.BothAsync(postgresStart, redisStart).ConfigureAwait(false);
        var smtp = _tools.FindMailSink() is { } python ? await SmtpServer.StartAsync(context, python).ConfigureAwait(false) : null;
        if (smtp is null)
            progress.Report("note: " + MissingSink());

        var fingerprint = new SortedDictionary<string, string>(StringComparer.Ordinal);
        fingerprint.Add(await PostgresFingerprint.ReadAsync(postgres.AdminConnectionString, context.Plan.Postgres.Keys.Where(key => key != "port"), context.Cancellation).ConfigureAwait(false));
        fingerprint.Add(await RedisFingerprint.ReadAsync(redis.Configuration, context.Plan.Redis.Keys.Where(key => key != "port")).ConfigureAwait(false));
        fingerprint.Add(LmsSettings.Fingerprint(context.Plan.Lms));
        fingerprint[FingerprintKeys.Kind] = Kind;
        fingerprint[FingerprintKeys.NetworkPath] = "loopback";
        if (context.Plan.Nice > 0)
            fingerprint[FingerprintKeys.Nice] = Text(Niceness.InEffect(postgres.Child.Id));
        fingerprint[FingerprintKeys.SmtpServer] = smtp?.Greeting ?? "none";
        fingerprint[FingerprintKeys.DiskFileSystem] = StackRoot.FileSystem(context.Group.Directory.Path);
        // Before the API writes its data: the figure is the disk's, not that of a busy one.
        fingerprint[FingerprintKeys.DiskFsyncMicros] = DiskProbe.MedianFsyncMicros(context.Group.Directory.Path, _time);
        progress.Report($"postgres {fingerprint["postgres.version"]} is ready on 127.0.0.1:{Text(postgres.Port)} (fsync {fingerprint["postgres.fsync"]}), "
            + $"redis {fingerprint["redis.version"]} on 127.0.0.1:{Text(redis.Port)}, after {Seconds(start)} s");

        var lms = context.Plan.Lms;
        var servers = new LmsServers(postgres.ApiConnectionString, redis.Configuration, smtp?.Address);
        var separate = context.Plan.SeparateWorker;
        var instances = new List<ApiServer>();
        for (var instance = 1; instance <= context.Plan.ApiInstances; instance++)
        {
            // All grading workers are in one process, so that there are as many as the suite says.
            var own = separate || instance > 1 ? lms with { Workers = 0 } : lms;
            var role = instance == 1 ? "api" : "api-" + Text(instance);
            instances.Add(await ApiServer.StartAsync(context, _api, servers, seed, own, role).ConfigureAwait(false));
            progress.Report($"{role} is ready on {instances[^1].Address}, after {Seconds(start)} s");
        }

        if (instances.Count > 1)
            fingerprint[FingerprintKeys.ApiInstances] = Text(instances.Count);
        if (separate)
        {
            await ApiServer.StartAsync(context, _api, servers, seed, lms, "worker").ConfigureAwait(false);
            progress.Report($"worker is ready, with {Text(lms.Workers)} grading workers in a process of its own, after {Seconds(start)} s");
        }

        IReadOnlyList<IProbe> probes = smtp is null ? [new NoMailProbe("this stack had no mail server: " + MissingSink(), "Run: loadlab setup")] : [];
        return new ProcessStack(context.Group, context.Plan.Nice, postgres, redis, instances, fingerprint, probes);
    }

    private string MissingSink() => new MachineSetup(_tools).FindMissing().FirstOrDefault(part => part.Name == MachineSetup.MailSink)?.ToString()
        ?? "it could not be started.";

    private string Seconds(long start) => _time.GetElapsedTime(start).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
