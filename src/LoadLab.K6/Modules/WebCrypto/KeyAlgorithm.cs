using System.Security.Cryptography;
using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace LoadLab.K6.Modules.WebCrypto;

/// <summary>An algorithm as WebCrypto names it.</summary>
/// <param name="Name">Such as <c>AES-GCM</c>.</param>
/// <param name="Hash">Its hash, where it has one.</param>
/// <param name="Length">Bits of the key; of the modulus for RSA; 0 when not said.</param>
/// <param name="Curve">Such as <c>P-256</c>; empty for none.</param>
internal sealed record KeyAlgorithm(string Name, HashAlgorithmName Hash, int Length, string Curve)
{
    private static readonly string[] Known = ["AES-CBC", "AES-CTR", "AES-GCM", "HMAC", "RSA-OAEP", "RSA-PSS", "RSASSA-PKCS1-v1_5", "ECDSA", "ECDH", "PBKDF2", "HKDF"];

    public bool IsAes => Name.StartsWith("AES-", StringComparison.Ordinal);

    public bool IsCurve => Name is "ECDSA" or "ECDH";

    /// <summary>A secret that other secrets are made of.</summary>
    public bool IsOrigin => Name is "PBKDF2" or "HKDF";

    public bool IsRsa => Name.StartsWith("RSA", StringComparison.Ordinal);

    public static KeyAlgorithm Read(JsEngine engine, JsValue value)
    {
        var text = NameOf(value);
        var name = Known.FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? throw CryptoErrors.NotSupported(engine, $"The algorithm '{text}' is not there. Known: {string.Join(", ", Known)}.");
        var hash = Part(value, "hash") is { } given && !given.IsMissing() ? HashOf(engine, given) : default;
        if (hash.Name is null && (name == "HMAC" || name.StartsWith("RSA", StringComparison.Ordinal)))
        {
            throw Js.TypeError(engine, $"The algorithm {name} needs a hash, such as {{ name: '{name}', hash: 'SHA-256' }}.");
        }

        var length = Part(value, name.StartsWith("RSA", StringComparison.Ordinal) ? "modulusLength" : "length");
        var curve = Part(value, "namedCurve");
        return name is ("ECDSA" or "ECDH") && (curve.IsMissing() || Js.Text(curve) is not ("P-256" or "P-384" or "P-521"))
            ? throw CryptoErrors.NotSupported(engine, $"{name} needs a namedCurve: P-256, P-384 or P-521.")
            : new KeyAlgorithm(name, hash, length.IsMissing() ? 0 : (int)Js.Number(length), curve.IsMissing() ? "" : Js.Text(curve));
    }

    public static string NameOf(JsValue value) => value.IsString() ? value.AsString() : Part(value, "name") is { } name && name.IsString() ? name.AsString() : "";

    public static HashAlgorithmName HashOf(JsEngine engine, JsValue value) => NameOf(value).ToUpperInvariant() switch
    {
        "SHA-1" => HashAlgorithmName.SHA1,
        "SHA-256" => HashAlgorithmName.SHA256,
        "SHA-384" => HashAlgorithmName.SHA384,
        "SHA-512" => HashAlgorithmName.SHA512,
        var other => throw CryptoErrors.NotSupported(engine, $"The hash '{other}' is not there. Known: SHA-1, SHA-256, SHA-384, SHA-512."),
    };

    public static JsValue Part(JsValue value, string key) => value is ObjectInstance all ? all.Get(key) : JsValue.Undefined;

    public JsObject ToJs(JsEngine engine)
    {
        var all = new JsObject(engine);
        all.FastSetDataProperty("name", JsString.Create(Name));
        if (Hash.Name is { } hash)
        {
            var named = new JsObject(engine);
            named.FastSetDataProperty("name", JsString.Create(hash.Replace("SHA", "SHA-", StringComparison.Ordinal)));
            all.FastSetDataProperty("hash", named);
        }

        if (Length > 0 && !IsOrigin)
        {
            all.FastSetDataProperty(IsRsa ? "modulusLength" : "length", JsNumber.Create(Length));
        }

        if (Curve.Length > 0)
        {
            all.FastSetDataProperty("namedCurve", JsString.Create(Curve));
        }

        return all;
    }
}
