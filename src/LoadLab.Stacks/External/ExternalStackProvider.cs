using System.Net;
using System.Net.Sockets;
using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Tls;
using LoadLab.Stacks.Clients;
using LoadLab.Stacks.Containers;
using LoadLab.Stacks.Fingerprints;
using Npgsql;
using StackExchange.Redis;

namespace LoadLab.Stacks.External;

/// <summary>
/// Uses a stack that runs already: a base URL, and connection strings for the probes where the user gives them. Starts nothing, stops
/// nothing, and shows no secret. Thread-safe.
/// </summary>
public sealed class ExternalStackProvider : IStackProvider
{
    private const string PostgresOption = "stack.external.postgres (--external-postgres)";
    private const string RedisOption = "stack.external.redis (--external-redis)";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public string Kind => "external";

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FindObstaclesAsync(StackPlan plan, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(plan.External switch
        {
            null => ["Stack 'external' needs the address of the stack. Set stack.external.baseUrl in the suite."],
            { BaseUrl: { IsAbsoluteUri: true, Scheme: "http" or "https" } } => [],
            { BaseUrl: var url } => [$"stack.external.baseUrl: '{(url.IsAbsoluteUri ? Redaction.Address(url) : url.OriginalString)}' is not an http or https address. Write http://host:port/."],
        });

    /// <inheritdoc/>
    public async Task<IStack> StartAsync(StackPlan plan, long seed, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var obstacles = await FindObstaclesAsync(plan, cancellationToken).ConfigureAwait(false);
        if (obstacles.Count > 0)
            throw new LoadLabException(ExitCode.BadConfiguration, obstacles);

        var external = plan.External!;
        var fingerprint = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [FingerprintKeys.Kind] = Kind,
            [FingerprintKeys.NetworkPath] = external.BaseUrl.IsLoopback ? "loopback" : "network",
            ["stack.address"] = Redaction.Address(external.BaseUrl),
        };
        var checks = await Task.WhenAll(
            CheckApiAsync(external.BaseUrl, cancellationToken),
            CheckPostgresAsync(external.Postgres, cancellationToken),
            CheckRedisAsync(external.Redis, cancellationToken)).ConfigureAwait(false);
        var faults = checks.Select(check => check.Fault).OfType<string>().ToList();
        if (faults.Count > 0)
            throw new LoadLabException(ExitCode.BadConfiguration, faults, "Start the stack, or correct what names it: an option --external-…, a variable LOADLAB_EXTERNAL_…, or the section 'stack.external' of the suite.");

        foreach (var check in checks)
        {
            foreach (var (key, value) in check.Facts)
                fingerprint[key] = value;
            if (check.Line.Length > 0)
                progress.Report(check.Line);
        }

        // What the probes get is one spelling, however it was written.
        external = external with { Postgres = external.Postgres is { } text ? PostgresText.Parse(text).ConnectionString : null };
        var processes = await LocalProcesses.FindAsync(external, cancellationToken).ConfigureAwait(false);
        if (processes is not null)
        {
            foreach (var (key, value) in LocalProcesses.Facts(processes).Concat(await ImageFacts.ReadAsync(processes, DockerEndpoint.OfThisProcess(), cancellationToken).ConfigureAwait(false)))
                fingerprint[key] = value;
        }

        return new ExternalStack(external, fingerprint, processes is null ? [] : [LocalProcesses.Probe(processes)]);
    }

    private static async Task<Check> CheckApiAsync(Uri address, CancellationToken cancellationToken)
    {
        var shown = Redaction.Address(address);
        using var handler = new SocketsHttpHandler { UseProxy = !address.IsLoopback, AllowAutoRedirect = false, ConnectTimeout = s_limit };
        using var client = new HttpClient(handler) { Timeout = s_limit };
        try
        {
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return Check.Passed($"api at {shown} answers ({(int)answer.StatusCode})", Software(answer));
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException)
        {
            return await TlsDiagnosis.FindAsync(address, cancellationToken).ConfigureAwait(false) is { } tls
                ? Check.Failed($"stack.external.baseUrl (--external-url): {shown}: {tls.Message}. {tls.Advice}".TrimEnd(' '))
                : Check.Failed($"stack.external.baseUrl (--external-url): {shown} does not answer: {fault.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Check.Failed($"stack.external.baseUrl (--external-url): {shown} has not answered after {s_limit.TotalSeconds:0} s");
        }
    }

    // What the target says of itself, where it does.
    private static SortedDictionary<string, string> Software(HttpResponseMessage answer)
    {
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, header) in new[] { ("target.server", "Server"), ("target.powered-by", "X-Powered-By") })
        {
            if (answer.Headers.TryGetValues(header, out var values))
                facts[key] = string.Join(' ', values);
        }

        return facts;
    }

    private static async Task<Check> CheckPostgresAsync(string? connectionString, CancellationToken cancellationToken)
    {
        if (connectionString is null)
            return Check.Passed("no postgres given: no db.* measures");
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = PostgresText.Parse(connectionString);
            connectionString = builder.ConnectionString;
        }
        catch (ArgumentException)
        {
            // Its message may quote a part of the text, and that part may be the password.
            return Check.Failed($"{PostgresOption}: it cannot be read. {PostgresText.Allowed}.");
        }

        try
        {
            var facts = await PostgresFingerprint.ReadAsync(connectionString, [], cancellationToken).ConfigureAwait(false);
            if (PostgresFingerprint.TooOld(facts["postgres.version"]) is { } tooOld)
                return Check.Failed($"{PostgresOption}: {Redaction.Postgres(builder)}: {tooOld} Leave it out to run without db.* measures.");
            var data = await PostgresData.ReadAsync(connectionString, cancellationToken).ConfigureAwait(false);
            return Check.Passed($"postgres {facts["postgres.version"]} at {Redaction.Postgres(builder)} answers", Merge(facts, data));
        }
        catch (Exception fault) when (fault is NpgsqlException or SocketException or TimeoutException or ArgumentException or InvalidOperationException)
        {
            return Check.Failed($"{PostgresOption}: {Redaction.Postgres(builder)} cannot be used: {await PostgresDiagnosis.FindAsync(builder, fault, cancellationToken).ConfigureAwait(false)}");
        }
    }

    private static async Task<Check> CheckRedisAsync(string? configuration, CancellationToken cancellationToken)
    {
        if (configuration is null)
            return Check.Passed("no redis given: no redis.* and queue.* measures");
        ConfigurationOptions options;
        try
        {
            options = RedisText.Parse(configuration);
        }
        catch (ArgumentException)
        {
            return Check.Failed($"{RedisOption}: it cannot be read. {RedisText.Allowed}.");
        }

        var hint = await RedisDiagnosis.FindAsync(options, cancellationToken).ConfigureAwait(false);
        if (hint.IsFault)
            return Check.Failed($"{RedisOption}: {Redaction.Redis(options)} cannot be used: {hint.Text}");
        try
        {
            var facts = await RedisFingerprint.ReadAsync(configuration, []).ConfigureAwait(false);
            var data = await RedisData.ReadAsync(configuration).ConfigureAwait(false);
            return Check.Passed($"redis {facts.GetValueOrDefault("redis.version", "?")} at {Redaction.Redis(options)} answers{(hint.Text is { } remark ? $" ({remark})" : "")}", Merge(facts, data));
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException or SocketException)
        {
            // The client's own message is a page of counters; its first sentence says that it could not connect.
            return Check.Failed($"{RedisOption}: {Redaction.Redis(options)} cannot be used: {fault.Message.Split(". ")[0]}");
        }
    }

    private static SortedDictionary<string, string> Merge(IReadOnlyDictionary<string, string> facts, IReadOnlyDictionary<string, string> more)
    {
        var both = new SortedDictionary<string, string>(more.ToDictionary(), StringComparer.Ordinal);
        foreach (var (key, value) in facts)
            both[key] = value;
        return both;
    }

    private sealed record Check(string? Fault, string Line, IReadOnlyDictionary<string, string> Facts)
    {
        private static readonly Dictionary<string, string> s_none = [];

        public static Check Failed(string fault) => new(fault, "", s_none);

        public static Check Passed(string line, IReadOnlyDictionary<string, string>? facts = null) => new(null, line, facts ?? s_none);
    }
}
