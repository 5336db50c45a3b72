using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace LoadLab.ReferenceLms.Security;

/// <summary>Bearer tokens, kept in Redis under their hash: who reads the store can't log in with what is found there. Thread-safe.</summary>
internal sealed class TokenStore(IConnectionMultiplexer redis)
{
    /// <summary>How long a token lasts.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(2);

    private const int TokenBytes = 32;

    /// <summary>Makes a token for a user.</summary>
    public async Task<string> IssueAsync(int userId)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        await redis.GetDatabase().StringSetAsync(KeyOf(token), userId, Life).ConfigureAwait(false);
        return token;
    }

    /// <summary>The user of a token; null when it is unknown or has ended.</summary>
    public async Task<int?> FindUserAsync(string token)
    {
        var value = await redis.GetDatabase().StringGetAsync(KeyOf(token)).ConfigureAwait(false);

        // A missing value parses as 0: it must be told apart first.
        return !value.IsNull && value.TryParse(out int userId) ? userId : null;
    }

    /// <summary>Ends a token.</summary>
    public Task RevokeAsync(string token) => redis.GetDatabase().KeyDeleteAsync(KeyOf(token));

    private static RedisKey KeyOf(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        return string.Create(CultureInfo.InvariantCulture, $"token:{Convert.ToHexStringLower(hash)}");
    }
}
