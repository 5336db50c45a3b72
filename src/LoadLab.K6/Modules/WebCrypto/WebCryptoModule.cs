using System.Security.Cryptography;
using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace LoadLab.K6.Modules.WebCrypto;

/// <summary>The global <c>crypto</c>: random values, and <c>crypto.subtle</c> on .NET's own cryptography. It is made when a script first asks for it.</summary>
internal static class WebCryptoModule
{
    public static JsValue Create(JsEngine engine)
    {
        var crypto = new JsObject(engine);
        Js.Add(crypto, "getRandomValues", arguments => Fill(engine, arguments.At(0)));
        Js.Add(crypto, "randomUUID", _ => JsString.Create(Uuid()));
        var subtle = new JsObject(engine);
        Add("digest", arguments => Js.Buffer(engine, CryptographicOperations.HashData(KeyAlgorithm.HashOf(engine, arguments.At(0)), Data(engine, arguments.At(1)))));
        Add("sign", arguments => Js.Buffer(engine, Signatures.Sign(engine, arguments.At(0), Key(arguments.At(1), "sign"), Data(engine, arguments.At(2)))));
        Add("verify", arguments => Signatures.Verify(engine, arguments.At(0), Key(arguments.At(1), "verify"), Data(engine, arguments.At(2)), Data(engine, arguments.At(3))) ? JsBoolean.True : JsBoolean.False);
        Add("encrypt", arguments => Js.Buffer(engine, Ciphers.Apply(engine, arguments.At(0), Key(arguments.At(1), "encrypt"), Data(engine, arguments.At(2)), encrypt: true)));
        Add("decrypt", arguments => Js.Buffer(engine, Ciphers.Apply(engine, arguments.At(0), Key(arguments.At(1), "decrypt"), Data(engine, arguments.At(2)), encrypt: false)));
        Add("generateKey", arguments => KeyMaking.Generate(engine, KeyAlgorithm.Read(engine, arguments.At(0)), Js.IsTrue(arguments.At(1)), Usages(arguments.At(2))));
        Add("importKey", arguments => KeyMaking.Import(engine, Js.Text(arguments.At(0)), arguments.At(1), KeyAlgorithm.Read(engine, arguments.At(2)), Js.IsTrue(arguments.At(3)), Usages(arguments.At(4))));
        Add("exportKey", arguments => KeyExport.Export(engine, Js.Text(arguments.At(0)), arguments.At(1) as CryptoKeyObject ?? throw Js.TypeError(engine, "exportKey() needs a CryptoKey.")));
        Add("deriveBits", arguments => Js.Buffer(engine, Derivation.Bits(engine, arguments.At(0), Key(arguments.At(1), "deriveBits"), arguments.At(2))));
        Add("deriveKey", arguments => Derivation.Key(engine, arguments.At(0), Key(arguments.At(1), "deriveKey"), arguments.At(2), Js.IsTrue(arguments.At(3)), Usages(arguments.At(4))));
        foreach (var name in (string[])["wrapKey", "unwrapKey"])
        {
            Add(name, _ => throw CryptoErrors.NotSupported(engine, $"crypto.subtle.{name}() is not there."));
        }

        crypto.FastSetDataProperty("subtle", subtle);
        return crypto;

        void Add(string name, Func<JsValue[], JsValue> call) => Js.Add(subtle, name, arguments => Promises.Of(engine, () =>
        {
            try
            {
                return call(arguments);
            }
            catch (CryptographicException fault)
            {
                throw CryptoErrors.Operation(engine, $"{name}() failed: {fault.Message}");
            }
        }));

        CryptoKeyObject Key(JsValue value, string usage)
        {
            var key = value as CryptoKeyObject ?? throw Js.TypeError(engine, $"{usage}() needs a CryptoKey.");
            return key.Usages.Contains(usage) ? key : throw CryptoErrors.Access(engine, $"This key cannot {usage}: its usages are [{string.Join(", ", key.Usages)}].");
        }
    }

    private static byte[] Data(JsEngine engine, JsValue value) => Js.IsBinary(value) ? Js.Bytes(value) : throw Js.TypeError(engine, "WebCrypto takes an ArrayBuffer or a view of one, not a text.");

    private static List<string> Usages(JsValue value) => [.. Js.Properties(value).Select(usage => Js.Text(usage.Value))];

    private static JsValue Fill(JsEngine engine, JsValue value)
    {
        if (value is not JsTypedArray || value.IsFloat32Array() || value.IsFloat64Array())
        {
            throw Js.TypeError(engine, "getRandomValues() needs a typed array of whole numbers.");
        }

        var view = (ObjectInstance)value;
        var (start, length) = ((int)Js.Number(view.Get("byteOffset")), (int)Js.Number(view.Get("byteLength")));
        if (length > 65536)
        {
            throw Js.Error(engine, "QuotaExceededError: getRandomValues() gives at most 65536 bytes at once.");
        }

        RandomNumberGenerator.Fill(view.Get("buffer").AsArrayBuffer().AsSpan(start, length));
        return value;
    }

    /// <summary>Version 4 (RFC 9562).</summary>
    private static string Uuid()
    {
        var bytes = RandomNumberGenerator.GetBytes(16);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
