using System.Security.Cryptography;
using Jint.Native;
using Jint.Native.Object;

namespace LoadLab.K6.Modules.WebCrypto;

/// <summary>A key as the script sees it. Its secret stays with the host unless it may be exported.</summary>
internal sealed class CryptoKeyObject : ObjectInstance
{
    public CryptoKeyObject(JsEngine engine, string type, KeyAlgorithm algorithm, bool extractable, IReadOnlyList<string> usages)
        : base(engine)
    {
        (Kind, Algorithm, IsExtractable, Usages) = (type, algorithm, extractable, usages);
        FastSetDataProperty("type", JsString.Create(type));
        FastSetDataProperty("extractable", extractable ? JsBoolean.True : JsBoolean.False);
        FastSetDataProperty("algorithm", algorithm.ToJs(engine));
        FastSetDataProperty("usages", new JsArray(engine, [.. usages.Select(usage => (JsValue)JsString.Create(usage))]));
    }

    /// <summary><c>secret</c>, <c>public</c> or <c>private</c>.</summary>
    public string Kind { get; }

    public KeyAlgorithm Algorithm { get; }

    public bool IsExtractable { get; }

    public IReadOnlyList<string> Usages { get; }

    /// <summary>The bytes of a secret key.</summary>
    public byte[] Secret { get; init; } = [];

    public RSAParameters Rsa { get; init; }

    public ECParameters Curve { get; init; }
}
