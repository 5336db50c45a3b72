using LoadLab.Core.Runs;

namespace LoadLab.Core.Running;

/// <summary>Brings a stack up: containers, native processes, or the user's own.</summary>
public interface IStackProvider
{
    /// <summary><c>containers</c>, <c>processes</c> or <c>external</c>.</summary>
    string Kind { get; }

    /// <summary>What keeps this provider from starting on this machine; empty when nothing does. Each says what is missing and how to get it.</summary>
    Task<IReadOnlyList<string>> FindObstaclesAsync(StackPlan plan, CancellationToken cancellationToken);

    /// <summary>Starts the stack and waits until it answers.</summary>
    /// <param name="plan">What to start.</param>
    /// <param name="seed">Seed of the generated data.</param>
    /// <param name="progress">Gets a short line for each thing that is done.</param>
    /// <param name="cancellationToken">Gives up and cleans up.</param>
    /// <exception cref="LoadLabException">It does not come up (104); with the last lines of the log of what failed.</exception>
    Task<IStack> StartAsync(StackPlan plan, long seed, IProgress<string> progress, CancellationToken cancellationToken);
}

/// <summary>A stack that is up. Disposing it takes it down and leaves nothing behind.</summary>
public interface IStack : IAsyncDisposable
{
    /// <summary>Address of the API, and of its first instance where there are several.</summary>
    Uri BaseAddress { get; }

    /// <summary>Address of each API instance; virtual users are spread over them evenly.</summary>
    IReadOnlyList<Uri> Instances => [BaseAddress];

    /// <summary>Npgsql connection string with rights for the probes; null when there is none.</summary>
    string? PostgresConnectionString { get; }

    /// <summary>StackExchange.Redis configuration; null when there is none.</summary>
    string? RedisConfiguration { get; }

    /// <summary>Address of the Prometheus metrics; null when there is none.</summary>
    Uri? MetricsAddress { get; }

    /// <summary>
    /// Processes of the stack: role (<c>postgres</c>, <c>redis</c>, <c>api</c>, <c>api-2</c>, <c>worker</c>, <c>smtp</c>) to process id on this machine, as of now:
    /// a part that was restarted has a new one. Empty for an external stack and where the processes cannot be seen from here.
    /// </summary>
    IReadOnlyDictionary<string, int> Processes { get; }

    /// <summary>Stops, starts and pauses parts of the stack on purpose; null when LoadLab may not (external).</summary>
    IStackControl? Control => null;

    /// <summary>Probes that only this stack can make, such as a container's own figures. The runner disposes them.</summary>
    IReadOnlyList<IProbe> Probes => [];

    /// <summary>Versions, effective settings and everything else that makes two stacks differ, sorted by key.</summary>
    IReadOnlyDictionary<string, string> Fingerprint { get; }

    /// <summary>
    /// Roles whose process has ended although nobody asked it to, each with the last lines of its log. Empty while all is well;
    /// what <see cref="Control"/> has stopped is not among them.
    /// </summary>
    IReadOnlyDictionary<string, string> FindDead();
}
