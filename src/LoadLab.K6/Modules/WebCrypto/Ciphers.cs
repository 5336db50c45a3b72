using System.Security.Cryptography;
using Jint;
using Jint.Native;

namespace LoadLab.K6.Modules.WebCrypto;

/// <summary><c>encrypt</c> and <c>decrypt</c>: AES in three modes, RSA-OAEP.</summary>
internal static class Ciphers
{
    private const int Block = 16;

    public static byte[] Apply(JsEngine engine, JsValue parameters, CryptoKeyObject key, byte[] data, bool encrypt)
    {
        var name = KeyAlgorithm.NameOf(parameters);
        if (!name.Equals(key.Algorithm.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw CryptoErrors.Access(engine, $"The key is for {key.Algorithm.Name}, not for '{name}'.");
        }

        return key.Algorithm.Name switch
        {
            "AES-CBC" => Cbc(key, Bytes(engine, parameters, "iv", Block), data, encrypt),
            "AES-CTR" => Counter(engine, key, Bytes(engine, parameters, "counter", Block), (int)Js.Number(KeyAlgorithm.Part(parameters, "length")), data),
            "AES-GCM" => Gcm(engine, parameters, key, data, encrypt),
            "RSA-OAEP" => Oaep(engine, parameters, key, data, encrypt),
            _ => throw CryptoErrors.NotSupported(engine, $"{key.Algorithm.Name} does not encrypt."),
        };
    }

    private static byte[] Bytes(JsEngine engine, JsValue parameters, string part, int length) =>
        KeyAlgorithm.Part(parameters, part) is { } value && Js.IsBinary(value) && Js.Bytes(value) is { } bytes && bytes.Length == length ? bytes
            : throw CryptoErrors.Operation(engine, $"'{part}' must be {length} bytes.");

    private static byte[] Cbc(CryptoKeyObject key, byte[] iv, byte[] data, bool encrypt)
    {
        using var aes = Aes.Create();
        aes.Key = key.Secret;
        return encrypt ? aes.EncryptCbc(data, iv) : aes.DecryptCbc(data, iv);
    }

    /// <summary>The last bits of the counter count, and begin again at 0 (NIST SP 800-38A, B.1).</summary>
    private static byte[] Counter(JsEngine engine, CryptoKeyObject key, byte[] counter, int bits, byte[] data)
    {
        if (bits is < 1 or > 128)
        {
            throw CryptoErrors.Operation(engine, "'length' of AES-CTR must be 1 to 128 bits.");
        }

        using var aes = Aes.Create();
        aes.Key = key.Secret;
        var (at, result) = ((byte[])counter.Clone(), (byte[])data.Clone());
        for (var start = 0; start < data.Length; start += Block)
        {
            var mask = aes.EncryptEcb(at, PaddingMode.None);
            for (var i = 0; i < Block && start + i < data.Length; i++)
            {
                result[start + i] ^= mask[i];
            }

            var left = bits;
            for (int i = Block - 1, carry = 1; i >= 0 && left > 0 && carry > 0; i--, left -= 8)
            {
                var counts = left >= 8 ? 0xff : (1 << left) - 1;
                var next = (at[i] & counts) + carry;
                at[i] = (byte)((at[i] & ~counts) | (next & counts));
                carry = next > counts ? 1 : 0;
            }
        }

        return result;
    }

    private static byte[] Gcm(JsEngine engine, JsValue parameters, CryptoKeyObject key, byte[] data, bool encrypt)
    {
        var iv = Bytes(engine, parameters, "iv", 12);
        var given = KeyAlgorithm.Part(parameters, "tagLength");
        var tagBits = given.IsMissing() ? 128 : (int)Js.Number(given);
        if (tagBits is not (96 or 104 or 112 or 120 or 128))
        {
            throw CryptoErrors.NotSupported(engine, "AES-GCM is there with a tagLength of 96, 104, 112, 120 or 128 bits.");
        }

        var extra = KeyAlgorithm.Part(parameters, "additionalData") is { } added && !added.IsMissing() ? Js.Bytes(added) : [];
        var tag = tagBits / 8;
        using var aes = new AesGcm(key.Secret, tag);
        if (encrypt)
        {
            var packed = new byte[data.Length + tag];
            aes.Encrypt(iv, data, packed.AsSpan(0, data.Length), packed.AsSpan(data.Length), extra);
            return packed;
        }

        if (data.Length < tag)
        {
            throw CryptoErrors.Operation(engine, "The data is shorter than its tag.");
        }

        var plain = new byte[data.Length - tag];
        aes.Decrypt(iv, data.AsSpan(0, plain.Length), data.AsSpan(plain.Length), plain, extra);
        return plain;
    }

    private static byte[] Oaep(JsEngine engine, JsValue parameters, CryptoKeyObject key, byte[] data, bool encrypt)
    {
        if (!KeyAlgorithm.Part(parameters, "label").IsMissing())
        {
            throw CryptoErrors.NotSupported(engine, "RSA-OAEP is there without a label.");
        }

        using var rsa = RSA.Create(key.Rsa);
        var padding = RSAEncryptionPadding.CreateOaep(key.Algorithm.Hash);
        return encrypt ? rsa.Encrypt(data, padding) : rsa.Decrypt(data, padding);
    }
}
