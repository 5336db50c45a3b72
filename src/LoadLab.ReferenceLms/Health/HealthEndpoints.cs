using LoadLab.ReferenceLms.Data;
using LoadLab.ReferenceLms.Errors;
using StackExchange.Redis;

namespace LoadLab.ReferenceLms.Health;

/// <summary>Answer of the health routes: <c>ok</c> or <c>down</c> for the whole and for each dependency.</summary>
internal sealed record HealthAnswer(string Status, string? Postgres = null, string? Redis = null);

/// <summary>Whether the process lives, and whether it can do its work.</summary>
internal static class HealthEndpoints
{
    /// <summary>A dependency that takes longer is not ready.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private static readonly Sql Ping = new("health", "SELECT 1");

    /// <summary>Maps <c>/health</c>.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new HealthAnswer("ok"))).ExcludeFromDescription();
        routes.MapGet("/health/ready", ReadyAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(Database database, IConnectionMultiplexer redis, CancellationToken cancellationToken)
    {
        var postgres = CheckAsync(
            cancel => database.ReadAsync(Ping, [], static (reader, token) => reader.ReadAsync(token), cancel), cancellationToken);
        var cache = CheckAsync(_ => redis.GetDatabase().PingAsync(), cancellationToken);
        var (postgresOk, redisOk) = (await postgres.ConfigureAwait(false), await cache.ConfigureAwait(false));
        var answer = new HealthAnswer(Text(postgresOk && redisOk), Text(postgresOk), Text(redisOk));
        return TypedResults.Json(
            answer, HealthJson.Default.HealthAnswer, statusCode: postgresOk && redisOk ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<bool> CheckAsync(Func<CancellationToken, Task> check, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            await check(timeout.Token).WaitAsync(timeout.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception fault) when (Outage.IsOutage(fault) || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static string Text(bool ok) => ok ? "ok" : "down";
}
