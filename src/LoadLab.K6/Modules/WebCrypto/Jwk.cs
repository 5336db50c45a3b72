using System.Security.Cryptography;
using Jint;
using Jint.Native;

namespace LoadLab.K6.Modules.WebCrypto;

/// <summary>Keys as JSON (RFC 7517).</summary>
internal static class Jwk
{
    public static byte[] Bytes(JsEngine engine, JsValue key, string part)
    {
        var text = KeyAlgorithm.Part(key, part) is { } value && value.IsString() ? value.AsString() : throw CryptoErrors.Data(engine, $"The JSON Web Key has no '{part}'.");
        try
        {
            return System.Buffers.Text.Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            throw CryptoErrors.Data(engine, $"The '{part}' of the JSON Web Key is no base64url.");
        }
    }

    public static RSAParameters Rsa(JsEngine engine, JsValue key)
    {
        var isPrivate = !KeyAlgorithm.Part(key, "d").IsMissing();
        return new RSAParameters
        {
            Modulus = Bytes(engine, key, "n"),
            Exponent = Bytes(engine, key, "e"),
            D = isPrivate ? Bytes(engine, key, "d") : null,
            P = isPrivate ? Bytes(engine, key, "p") : null,
            Q = isPrivate ? Bytes(engine, key, "q") : null,
            DP = isPrivate ? Bytes(engine, key, "dp") : null,
            DQ = isPrivate ? Bytes(engine, key, "dq") : null,
            InverseQ = isPrivate ? Bytes(engine, key, "qi") : null,
        };
    }

    public static ECParameters Curve(JsEngine engine, JsValue key, KeyAlgorithm algorithm) => new()
    {
        Curve = KeyMaking.Curve(algorithm),
        Q = new ECPoint { X = Bytes(engine, key, "x"), Y = Bytes(engine, key, "y") },
        D = KeyAlgorithm.Part(key, "d").IsMissing() ? null : Bytes(engine, key, "d"),
    };

    public static JsObject Of(JsEngine engine, CryptoKeyObject key)
    {
        var made = new JsObject(engine);
        Text("kty", key.Algorithm.IsRsa ? "RSA" : key.Algorithm.Curve.Length > 0 ? "EC" : "oct");
        foreach (var (name, value) in (IEnumerable<(string, byte[]?)>)(key.Algorithm switch
        {
            { IsRsa: true } => [("n", key.Rsa.Modulus), ("e", key.Rsa.Exponent), ("d", key.Rsa.D), ("p", key.Rsa.P), ("q", key.Rsa.Q), ("dp", key.Rsa.DP), ("dq", key.Rsa.DQ), ("qi", key.Rsa.InverseQ)],
            { Curve.Length: > 0 } => [("x", key.Curve.Q.X), ("y", key.Curve.Q.Y), ("d", key.Curve.D)],
            _ => new[] { ("k", (byte[]?)key.Secret) },
        }))
        {
            if (value is not null)
            {
                Text(name, System.Buffers.Text.Base64Url.EncodeToString(value));
            }
        }

        if (key.Algorithm.Curve.Length > 0)
        {
            Text("crv", key.Algorithm.Curve);
        }

        made.FastSetDataProperty("ext", JsBoolean.True);
        made.FastSetDataProperty("key_ops", new JsArray(engine, [.. key.Usages.Select(usage => (JsValue)JsString.Create(usage))]));
        return made;

        void Text(string name, string value) => made.FastSetDataProperty(name, JsString.Create(value));
    }
}
