using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using LoadLab.Core.Evaluation.Attribution;
using LoadLab.Core.Running;
using LoadLab.Testing;
using Npgsql;
using StackExchange.Redis;

namespace LoadLab.CapacityTests;

/// <summary>Six causes made on purpose against a real stack: each must be the answer to "what broke first".</summary>
public sealed class AttributionTests
{
    [Fact]
    public async Task A_pool_of_5_is_the_pool()
    {
        var result = await SabotagedRun.MakeAsync(overrides: new Dictionary<string, string> { ["lms.pool.size"] = "5", ["lms.query.delay"] = "150ms" });

        Answer(result).Should().Be(BottleneckCauses.Pool, Why(result));
    }

    [Fact]
    public async Task One_slow_statement_is_the_statement()
    {
        var result = await SabotagedRun.MakeAsync(saboteur: stack => AsAdminAsync(stack, """
            ALTER TABLE courses RENAME TO courses_fast;
            CREATE VIEW courses AS SELECT courses_fast.* FROM courses_fast, pg_sleep(1.5);
            GRANT SELECT ON courses TO PUBLIC;
            """));

        Answer(result).Should().Be(BottleneckCauses.SlowStatement, Why(result));
    }

    [Fact]
    public async Task A_lock_that_is_held_is_the_lock()
    {
        var result = await SabotagedRun.MakeAsync(saboteur: stack =>
            AsAdminAsync(stack, "BEGIN; LOCK TABLE courses, enrolments IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(6); ROLLBACK;"));

        Answer(result).Should().Be(BottleneckCauses.Lock, Why(result));
    }

    [Fact]
    public async Task A_redis_that_sleeps_is_redis()
    {
        var result = await SabotagedRun.MakeAsync(saboteur: async stack =>
        {
            var options = ConfigurationOptions.Parse(stack.RedisConfiguration!);
            options.AllowAdmin = true;
            options.SyncTimeout = options.AsyncTimeout = 20_000;
            await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
            await redis.GetDatabase().ExecuteAsync("DEBUG", "SLEEP", "5");
        });

        Answer(result).Should().Be(BottleneckCauses.Redis, Why(result));
    }

    [Fact]
    public async Task Workers_that_do_not_work_are_the_workers()
    {
        var result = await SabotagedRun.MakeAsync(overrides: new Dictionary<string, string> { ["lms.workers"] = "0", ["settings.weight.submit_work"] = "60" });

        Answer(result).Should().Be(BottleneckCauses.Workers, Why(result));
    }

    [Fact]
    public async Task Cpu_that_others_take_is_theirs()
    {
        var result = await SabotagedRun.MakeAsync(overrides: ManyLogins(), mayDisturb: true, saboteur: async _ =>
        {
            // Each in a session of its own: where the kernel shares the CPU among sessions, one session of many would be one.
            var hogs = Enumerable.Range(0, 16 * Environment.ProcessorCount)
                .Select(_ => Process.Start(new ProcessStartInfo("setsid", ["timeout", "6", "sh", "-c", "while :; do :; done"]))!).ToList();
            foreach (var hog in hogs)
            {
                await hog.WaitForExitAsync();
                hog.Dispose();
            }
        });

        (result.Evaluation.Attribution is { Causes: [var first, ..] } ? first.Cause : "none").Should().Be(BottleneckCauses.OtherCpu, Why(result));
    }

    /// <summary>Logging in costs CPU: what others take is missed at once. One costs 40 ms on this machine, so that alone it is no load.</summary>
    private static Dictionary<string, string> ManyLogins() => new()
    {
        ["lms.password.iterations"] = HashesIn(TimeSpan.FromMilliseconds(40)).ToString(CultureInfo.InvariantCulture),
        ["settings.weight.log_in"] = "30",
    };

    /// <summary>Iterations of PBKDF2 that this machine does in a time when nobody disturbs it: the quickest of some tries.</summary>
    private static int HashesIn(TimeSpan time)
    {
        const int Tried = 5_000;
        var quickest = Enumerable.Range(0, 20).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            Rfc2898DeriveBytes.Pbkdf2("password", new byte[16], Tried, HashAlgorithmName.SHA256, 32);
            return Stopwatch.GetElapsedTime(start);
        });
        return (int)(Tried * (time / quickest));
    }

    /// <summary>
    /// The answer. When the machine disturbed each attempt, LoadLab rightly says that first; the first cause in the target must be the same.
    /// </summary>
    private static string Answer(RunResult result)
    {
        var causes = result.Evaluation.Attribution?.Causes ?? [];
        return (Disturbance.Is(result) ? causes.SkipWhile(Disturbance.IsOfTheMachine) : causes).FirstOrDefault()?.Cause ?? "none";
    }

    private static string Why(RunResult result) => string.Join("; ",
        new[] { $"crossed at {result.Evaluation.Attribution?.CrossedSecond}" }
            .Concat(result.Evaluation.Attribution?.Causes.Select(cause => $"{cause.Cause} from {cause.OnsetSecond}: {cause.Seen}") ?? [])
            .Concat(result.Evaluation.Verdicts.Select(verdict => $"{verdict.Id} {verdict.Verdict} {verdict.Reason}"))
            .Concat(result.Evaluation.Validity.Findings.Select(finding => $"{finding.Check} {finding.Severity} {finding.Seen}"))
            .Concat(result.Record.Findings.Select(finding => $"{finding.Check} {finding.Seen}")));

    private static async Task AsAdminAsync(IStack stack, string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(stack.PostgresConnectionString) { Pooling = false });
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
