using System.Security.Cryptography;
using LoadLab.ReferenceLms.Configuration;

namespace LoadLab.ReferenceLms.Security;

/// <summary>A salted, slow hash of a password.</summary>
/// <param name="Salt">16 random bytes.</param>
/// <param name="Hash">32 bytes.</param>
/// <param name="Iterations">Cost with which it was made.</param>
internal sealed record PasswordHash(byte[] Salt, byte[] Hash, int Iterations);

/// <summary>PBKDF2 with HMAC-SHA256 (RFC 8018). Thread-safe.</summary>
internal sealed class PasswordHasher(LmsOptions options)
{
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    /// <summary>Stands in for the hash of a user who does not exist, so that a login takes as long for a wrong address as for a wrong password.</summary>
    private readonly PasswordHash _nobody = new(new byte[SaltBytes], new byte[HashBytes], options.PasswordIterations);

    /// <summary>Hashes with a new salt and the configured cost.</summary>
    public PasswordHash Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new PasswordHash(salt, Derive(password, salt, options.PasswordIterations), options.PasswordIterations);
    }

    /// <summary>Whether <paramref name="password"/> belongs to <paramref name="stored"/>. Takes as long when <paramref name="stored"/> is null.</summary>
    public bool Verify(string password, PasswordHash? stored)
    {
        var against = stored ?? _nobody;
        var same = CryptographicOperations.FixedTimeEquals(Derive(password, against.Salt, against.Iterations), against.Hash);
        return same && stored is not null;
    }

    /// <summary>Whether <paramref name="stored"/> was made with another cost than the configured one and should be replaced.</summary>
    public bool IsOutdated(PasswordHash stored) => stored.Iterations != options.PasswordIterations;

    private static byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, HashBytes);
}
