using System.Security.Cryptography;
using Jint.Native;

namespace LoadLab.K6.Modules.WebCrypto;

/// <summary>Keys that a script takes out, where they may be.</summary>
internal static class KeyExport
{
    public static JsValue Export(JsEngine engine, string format, CryptoKeyObject key)
    {
        if (!key.IsExtractable)
        {
            throw CryptoErrors.Access(engine, "This key may not be exported: it was made with extractable false.");
        }

        if (key.Algorithm.IsOrigin)
        {
            throw CryptoErrors.NotSupported(engine, $"A key for {key.Algorithm.Name} is not exported.");
        }

        if (format == "jwk")
        {
            return Jwk.Of(engine, key);
        }

        var bytes = (format, key) switch
        {
            ("raw", { Kind: "secret" }) => key.Secret,
            ("raw", { Kind: "public", Algorithm.IsCurve: true }) => [4, .. key.Curve.Q.X!, .. key.Curve.Q.Y!],
            ("spki", { Kind: "public" }) => Asymmetric(key, algorithm => algorithm.ExportSubjectPublicKeyInfo()),
            ("pkcs8", { Kind: "private" }) => Asymmetric(key, algorithm => algorithm.ExportPkcs8PrivateKey()),
            _ => throw CryptoErrors.NotSupported(engine, $"A {key.Kind} key for {key.Algorithm.Name} cannot be exported as '{format}'."),
        };
        return Js.Buffer(engine, bytes);
    }

    private static byte[] Asymmetric(CryptoKeyObject key, Func<AsymmetricAlgorithm, byte[]> export)
    {
        using AsymmetricAlgorithm algorithm = key.Algorithm.IsRsa ? RSA.Create(key.Rsa) : ECDsa.Create(key.Curve);
        return export(algorithm);
    }
}
