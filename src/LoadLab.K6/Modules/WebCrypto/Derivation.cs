using System.Security.Cryptography;
using Jint;
using Jint.Native;

namespace LoadLab.K6.Modules.WebCrypto;

/// <summary><c>deriveBits</c> and <c>deriveKey</c>: PBKDF2 (RFC 8018), HKDF (RFC 5869), ECDH (SEC 1).</summary>
internal static class Derivation
{
    private const int MostIterations = 10_000_000;
    private const int MostBits = 1 << 20;

    /// <summary>Bits of a secret.</summary>
    /// <param name="engine">The interpreter.</param>
    /// <param name="parameters">The algorithm.</param>
    /// <param name="key">The key that they come from.</param>
    /// <param name="length">How many; missing for all that there are, which only ECDH has.</param>
    public static byte[] Bits(JsEngine engine, JsValue parameters, CryptoKeyObject key, JsValue length)
    {
        var name = KeyAlgorithm.NameOf(parameters);
        if (!name.Equals(key.Algorithm.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw CryptoErrors.Access(engine, $"The key is for {key.Algorithm.Name}, not for '{name}'.");
        }

        if (key.Algorithm.Name == "ECDH")
        {
            var shared = Agreed(engine, parameters, key);
            var wanted = length.IsMissing() ? shared.Length : Size(engine, length);
            return wanted <= shared.Length ? shared[..wanted] : throw CryptoErrors.Operation(engine, FormattableString.Invariant($"{key.Algorithm.Curve} gives {shared.Length * 8} bits, not {wanted * 8}."));
        }

        var (size, hash, salt) = (Size(engine, length), KeyAlgorithm.HashOf(engine, KeyAlgorithm.Part(parameters, "hash")), Part(engine, parameters, "salt"));
        if (key.Algorithm.Name == "HKDF")
        {
            return HKDF.DeriveKey(hash, key.Secret, size, salt, Part(engine, parameters, "info"));
        }

        var iterations = Js.Number(KeyAlgorithm.Part(parameters, "iterations"));
        return iterations is >= 1 and <= MostIterations ? Rfc2898DeriveBytes.Pbkdf2(key.Secret, salt, (int)iterations, hash, size)
            : throw CryptoErrors.Operation(engine, FormattableString.Invariant($"PBKDF2 takes 1 to {MostIterations} iterations."));
    }

    /// <summary>A key of the derived bits.</summary>
    public static JsValue Key(JsEngine engine, JsValue parameters, CryptoKeyObject key, JsValue wanted, bool extractable, List<string> usages)
    {
        var algorithm = KeyAlgorithm.Read(engine, wanted);
        var bits = algorithm.Length > 0 ? algorithm.Length : algorithm.Name == "HMAC" ? algorithm.Hash.Name is "SHA384" or "SHA512" ? 1024 : 512
            : throw CryptoErrors.Operation(engine, $"The derived key for {algorithm.Name} needs a length, such as 256.");
        return KeyMaking.Import(engine, "raw", Js.Buffer(engine, Bits(engine, parameters, key, JsNumber.Create(bits))), algorithm, extractable, usages);
    }

    private static byte[] Agreed(JsEngine engine, JsValue parameters, CryptoKeyObject key)
    {
        if (KeyAlgorithm.Part(parameters, "public") is not CryptoKeyObject { Kind: "public", Algorithm.Name: "ECDH" } other || other.Algorithm.Curve != key.Algorithm.Curve || key.Kind != "private")
        {
            throw CryptoErrors.Access(engine, "ECDH takes a private key, and as public the public key of the other side, both of one curve.");
        }

        using var own = ECDiffieHellman.Create(key.Curve);
        using var theirs = ECDiffieHellman.Create(other.Curve);
        return own.DeriveRawSecretAgreement(theirs.PublicKey);
    }

    private static int Size(JsEngine engine, JsValue bits) => !bits.IsMissing() && Js.Number(bits) is > 0 and <= MostBits and var count && count % 8 == 0 ? (int)count / 8
        : throw CryptoErrors.Operation(engine, FormattableString.Invariant($"The length is a number of bits, a multiple of 8 up to {MostBits}."));

    private static byte[] Part(JsEngine engine, JsValue parameters, string key) => KeyAlgorithm.Part(parameters, key) is { } value && Js.IsBinary(value) ? Js.Bytes(value)
        : throw Js.TypeError(engine, $"The algorithm needs '{key}' as an ArrayBuffer or a view of one.");
}
