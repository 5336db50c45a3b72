using System.Security.Cryptography;
using Jint;
using Jint.Native;

namespace LoadLab.K6.Modules.WebCrypto;

/// <summary><c>sign</c> and <c>verify</c>: HMAC, RSA, ECDSA.</summary>
internal static class Signatures
{
    public static byte[] Sign(JsEngine engine, JsValue parameters, CryptoKeyObject key, byte[] data)
    {
        Check(engine, parameters, key);
        switch (key.Algorithm.Name)
        {
            case "HMAC":
                return CryptographicOperations.HmacData(key.Algorithm.Hash, key.Secret, data);
            case "ECDSA":
                using (var curve = ECDsa.Create(key.Curve))
                {
                    return curve.SignData(data, KeyAlgorithm.HashOf(engine, KeyAlgorithm.Part(parameters, "hash")));
                }

            default:
                using (var rsa = RSA.Create(key.Rsa))
                {
                    return rsa.SignData(data, key.Algorithm.Hash, Padding(key));
                }
        }
    }

    public static bool Verify(JsEngine engine, JsValue parameters, CryptoKeyObject key, byte[] signature, byte[] data)
    {
        Check(engine, parameters, key);
        switch (key.Algorithm.Name)
        {
            case "HMAC":
                return CryptographicOperations.FixedTimeEquals(CryptographicOperations.HmacData(key.Algorithm.Hash, key.Secret, data), signature);
            case "ECDSA":
                using (var curve = ECDsa.Create(key.Curve))
                {
                    return curve.VerifyData(data, signature, KeyAlgorithm.HashOf(engine, KeyAlgorithm.Part(parameters, "hash")));
                }

            default:
                using (var rsa = RSA.Create(key.Rsa))
                {
                    return rsa.VerifyData(data, signature, key.Algorithm.Hash, Padding(key));
                }
        }
    }

    private static RSASignaturePadding Padding(CryptoKeyObject key) => key.Algorithm.Name == "RSA-PSS" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;

    private static void Check(JsEngine engine, JsValue parameters, CryptoKeyObject key)
    {
        var name = KeyAlgorithm.NameOf(parameters);
        if (!name.Equals(key.Algorithm.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw CryptoErrors.Access(engine, $"The key is for {key.Algorithm.Name}, not for '{name}'.");
        }

        // .NET's salt of PSS is as long as the hash; another one would verify nowhere.
        var salt = KeyAlgorithm.Part(parameters, "saltLength");
        if (key.Algorithm.Name == "RSA-PSS" && !salt.IsMissing() && (int)Js.Number(salt) != CryptographicOperations.HashData(key.Algorithm.Hash, (byte[])[]).Length)
        {
            throw CryptoErrors.NotSupported(engine, "RSA-PSS is there with a saltLength as long as the hash: 32 for SHA-256, 48 for SHA-384, 64 for SHA-512.");
        }
    }
}
