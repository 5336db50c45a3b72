using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LoadLab.ReferenceLms.Configuration;
using StackExchange.Redis;

namespace LoadLab.ReferenceLms.Courses;

/// <summary>
/// Answers kept in Redis as the bytes that go out, so that a hit is neither parsed nor written anew. Where Redis fails, the
/// answer comes from Postgres: a lost cache makes reading slower, not impossible. Thread-safe.
/// </summary>
internal sealed class JsonCache(IConnectionMultiplexer redis, LmsOptions options)
{
    /// <summary>The cached bytes of <paramref name="key"/>, or those of <paramref name="load"/>, which are then kept for the configured time.</summary>
    /// <returns>Null when <paramref name="load"/> finds nothing, which is not kept.</returns>
    public async Task<CachedJson?> GetAsync<T>(
        string key, JsonTypeInfo<T> type, Func<CancellationToken, Task<T?>> load, CancellationToken cancellationToken)
        where T : class
    {
        var database = redis.GetDatabase();
        try
        {
            if ((byte[]?)await database.StringGetAsync(key).ConfigureAwait(false) is { } hit)
            {
                return new CachedJson(hit, "hit");
            }
        }
        catch (RedisException)
        {
            return await load(cancellationToken).ConfigureAwait(false) is { } uncached
                ? new CachedJson(JsonSerializer.SerializeToUtf8Bytes(uncached, type), "down")
                : null;
        }

        if (await load(cancellationToken).ConfigureAwait(false) is not { } value)
        {
            return null;
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, type);

        // Nobody waits for it: when it is lost, the next reader loads again.
        await database.StringSetAsync(key, bytes, options.CacheTtl, flags: CommandFlags.FireAndForget).ConfigureAwait(false);
        return new CachedJson(bytes, "miss");
    }
}

/// <summary>A JSON answer and where it came from: <c>hit</c>, <c>miss</c>, or <c>down</c> when the cache could not be asked.</summary>
internal sealed class CachedJson(byte[] body, string cache) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers["X-Cache"] = cache;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
