using System.Security.Cryptography;
using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace LoadLab.K6.Modules.WebCrypto;

/// <summary>Keys that are made anew, and keys that a script brings.</summary>
internal static class KeyMaking
{
    private static readonly string[] PublicUsages = ["verify", "encrypt"];

    public static JsValue Generate(JsEngine engine, KeyAlgorithm algorithm, bool extractable, List<string> usages)
    {
        if (algorithm.IsAes || algorithm.Name == "HMAC")
        {
            var bits = algorithm.Length > 0 ? algorithm.Length : algorithm.IsAes ? 0 : algorithm.Hash.Name is "SHA384" or "SHA512" ? 1024 : 512;
            return Secret(engine, algorithm with { Length = bits }, extractable, usages, RandomNumberGenerator.GetBytes((bits + 7) / 8));
        }

        if (algorithm.IsOrigin)
        {
            throw CryptoErrors.NotSupported(engine, $"A key for {algorithm.Name} is not made anew: import the bytes of a password or of another secret.");
        }

        if (algorithm.IsRsa && algorithm.Length is < 1024 or > 8192)
        {
            throw CryptoErrors.Operation(engine, "modulusLength must be 1024 to 8192 bits.");
        }

        RSAParameters rsa = default;
        ECParameters curve = default;
        if (algorithm.IsRsa)
        {
            using var made = RSA.Create(algorithm.Length);
            rsa = made.ExportParameters(includePrivateParameters: true);
        }
        else
        {
            using var made = ECDsa.Create(Curve(algorithm));
            curve = made.ExportParameters(includePrivateParameters: true);
        }

        var pair = new JsObject(engine);
        pair.FastSetDataProperty("publicKey", new CryptoKeyObject(engine, "public", algorithm, true, [.. usages.Where(PublicUsages.Contains)])
        {
            Rsa = new RSAParameters { Modulus = rsa.Modulus, Exponent = rsa.Exponent },
            Curve = new ECParameters { Curve = curve.Curve, Q = curve.Q },
        });
        pair.FastSetDataProperty("privateKey", new CryptoKeyObject(engine, "private", algorithm, extractable, [.. usages.Where(usage => !PublicUsages.Contains(usage))]) { Rsa = rsa, Curve = curve });
        return pair;
    }

    public static JsValue Import(JsEngine engine, string format, JsValue data, KeyAlgorithm algorithm, bool extractable, List<string> usages)
    {
        try
        {
            return (format, algorithm) switch
            {
                ("raw", { IsRsa: false, IsCurve: false }) => Secret(engine, algorithm, extractable, usages, (byte[])Binary(engine, data).Clone()),
                ("jwk", { IsRsa: false, IsCurve: false, IsOrigin: false }) => Secret(engine, algorithm, extractable, usages, Jwk.Bytes(engine, data, "k")),
                ("raw", { IsCurve: true }) => Point(engine, algorithm, usages, Binary(engine, data)),
                (_, { IsOrigin: true }) => throw CryptoErrors.NotSupported(engine, $"A key for {algorithm.Name} is imported as 'raw', not as '{format}'."),
                (_, { IsRsa: true }) => ImportRsa(engine, format, data, algorithm, extractable, usages),
                _ => ImportCurve(engine, format, data, algorithm, extractable, usages),
            };
        }
        catch (CryptographicException fault)
        {
            throw CryptoErrors.Data(engine, $"The key is no {format} key for {algorithm.Name}: {fault.Message}");
        }
    }

    public static ECCurve Curve(KeyAlgorithm algorithm) => algorithm.Curve switch
    {
        "P-256" => ECCurve.NamedCurves.nistP256,
        "P-384" => ECCurve.NamedCurves.nistP384,
        _ => ECCurve.NamedCurves.nistP521,
    };

    private static CryptoKeyObject Secret(JsEngine engine, KeyAlgorithm algorithm, bool extractable, List<string> usages, byte[] bytes)
    {
        if (usages.Count == 0)
        {
            throw CryptoErrors.Data(engine, "A secret key needs usages, such as ['sign', 'verify'].");
        }

        return algorithm.IsAes && bytes.Length is not (16 or 24 or 32)
            ? throw CryptoErrors.Data(engine, FormattableString.Invariant($"A key for {algorithm.Name} has 128, 192 or 256 bits, not {bytes.Length * 8}."))
            : bytes.Length == 0 ? throw CryptoErrors.Data(engine, "The key is empty.")
            : new CryptoKeyObject(engine, "secret", algorithm with { Length = bytes.Length * 8 }, extractable, usages) { Secret = bytes };
    }

    private static CryptoKeyObject ImportRsa(JsEngine engine, string format, JsValue data, KeyAlgorithm algorithm, bool extractable, List<string> usages)
    {
        using var rsa = RSA.Create();
        switch (format)
        {
            case "spki":
                rsa.ImportSubjectPublicKeyInfo(Binary(engine, data), out _);
                break;
            case "pkcs8":
                rsa.ImportPkcs8PrivateKey(Binary(engine, data), out _);
                break;
            case "jwk":
                rsa.ImportParameters(Jwk.Rsa(engine, data));
                break;
            default:
                throw CryptoErrors.NotSupported(engine, $"A key for {algorithm.Name} cannot be imported as '{format}'. Use spki, pkcs8 or jwk.");
        }

        var isPrivate = format == "pkcs8" || (format == "jwk" && !((ObjectInstance)data).Get("d").IsMissing());
        return new CryptoKeyObject(engine, isPrivate ? "private" : "public", algorithm with { Length = rsa.KeySize }, extractable, usages) { Rsa = rsa.ExportParameters(isPrivate) };
    }

    private static CryptoKeyObject ImportCurve(JsEngine engine, string format, JsValue data, KeyAlgorithm algorithm, bool extractable, List<string> usages)
    {
        using var curve = ECDsa.Create();
        switch (format)
        {
            case "spki":
                curve.ImportSubjectPublicKeyInfo(Binary(engine, data), out _);
                break;
            case "pkcs8":
                curve.ImportPkcs8PrivateKey(Binary(engine, data), out _);
                break;
            case "jwk":
                curve.ImportParameters(Jwk.Curve(engine, data, algorithm));
                break;
            default:
                throw CryptoErrors.NotSupported(engine, $"A key for {algorithm.Name} cannot be imported as '{format}'. Use raw, spki, pkcs8 or jwk.");
        }

        var isPrivate = format == "pkcs8" || (format == "jwk" && !((ObjectInstance)data).Get("d").IsMissing());
        return new CryptoKeyObject(engine, isPrivate ? "private" : "public", algorithm, extractable, usages) { Curve = curve.ExportParameters(isPrivate) };
    }

    private static CryptoKeyObject Point(JsEngine engine, KeyAlgorithm algorithm, List<string> usages, byte[] bytes)
    {
        var size = (bytes.Length - 1) / 2;
        if (bytes.Length < 3 || bytes[0] != 4 || bytes.Length % 2 == 0)
        {
            throw CryptoErrors.Data(engine, "A raw key of a curve is an uncompressed point: 4, then x and y.");
        }

        using var curve = ECDsa.Create(new ECParameters { Curve = Curve(algorithm), Q = new ECPoint { X = bytes[1..(1 + size)], Y = bytes[(1 + size)..] } });
        return new CryptoKeyObject(engine, "public", algorithm, true, usages) { Curve = curve.ExportParameters(includePrivateParameters: false) };
    }

    private static byte[] Binary(JsEngine engine, JsValue data) => Js.IsBinary(data) ? Js.Bytes(data) : throw Js.TypeError(engine, "The key must be an ArrayBuffer or a view of one.");
}
