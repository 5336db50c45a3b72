using System.Security.Cryptography;
using Jint;
using Jint.Native;

namespace LoadLab.K6.Modules;

/// <summary><c>k6/crypto</c>: hashes, HMACs, random bytes.</summary>
internal static class CryptoModule
{
    public static IEnumerable<KeyValuePair<string, JsValue>> Create(JsEngine engine)
    {
        foreach (var algorithm in Digests.Known)
        {
            yield return Of(algorithm, arguments => Output(engine, Digests.Hash(algorithm, Js.Data(engine, arguments.At(0))), arguments.At(1)));
        }

        yield return Of("hmac", arguments => Output(engine, Digests.Mac(Known(engine, Js.Text(arguments.At(0))), Js.Data(engine, arguments.At(1)), Js.Data(engine, arguments.At(2))), arguments.At(3)));
        yield return Of("createHash", arguments => Hasher(engine, Known(engine, Js.Text(arguments.At(0)))));
        yield return Of("createHMAC", arguments => Authenticator(engine, Known(engine, Js.Text(arguments.At(0))), Js.Data(engine, arguments.At(1))));
        yield return Of("randomBytes", arguments => Js.Number(arguments.At(0)) is >= 1 and <= 1 << 20 and var size
            ? Js.Buffer(engine, RandomNumberGenerator.GetBytes((int)size))
            : throw Js.Error(engine, "randomBytes() gives 1 to 1048576 bytes."));
        yield return Of("hexEncode", arguments => JsString.Create(Convert.ToHexStringLower(Js.Data(engine, arguments.At(0)))));

        KeyValuePair<string, JsValue> Of(string name, Func<JsValue[], JsValue> call) => new(name, Js.Function(engine, name, call));
    }

    private static string Known(JsEngine engine, string algorithm) => Digests.Known.Contains(algorithm) ? algorithm
        : throw Js.Error(engine, $"The algorithm '{algorithm}' is not there. Known: {string.Join(", ", Digests.Known)}.");

    /// <summary>As in k6, <c>digest()</c> may be asked for between updates: it ends nothing.</summary>
    private static JsObject Hasher(JsEngine engine, string algorithm)
    {
        var digest = Digests.Create(algorithm);
        var hasher = new JsObject(engine);
        Js.Add(hasher, "update", arguments =>
        {
            var data = Js.Data(engine, arguments.At(0));
            digest.BlockUpdate(data, 0, data.Length);
            return JsValue.Undefined;
        });
        Js.Add(hasher, "digest", arguments => Output(engine, Digests.Finish(Digests.Copy(digest)), arguments.At(0)));
        return hasher;
    }

    private static JsObject Authenticator(JsEngine engine, string algorithm, byte[] secret)
    {
        // An HMAC cannot be copied while it is made; its two hashes can (RFC 2104).
        var block = algorithm is "sha384" or "sha512" or "sha512_224" or "sha512_256" ? 128 : 64;
        var key = new byte[block];
        (secret.Length > block ? Digests.Hash(algorithm, secret) : secret).CopyTo(key, 0);
        var inner = Digests.Create(algorithm);
        inner.BlockUpdate([.. key.Select(part => (byte)(part ^ 0x36))], 0, block);
        var authenticator = new JsObject(engine);
        Js.Add(authenticator, "update", arguments =>
        {
            var data = Js.Data(engine, arguments.At(0));
            inner.BlockUpdate(data, 0, data.Length);
            return JsValue.Undefined;
        });
        Js.Add(authenticator, "digest", arguments =>
        {
            var first = Digests.Finish(Digests.Copy(inner));
            return Output(engine, Digests.Hash(algorithm, [.. key.Select(part => (byte)(part ^ 0x5c)), .. first]), arguments.At(0));
        });
        return authenticator;
    }

    private static JsValue Output(JsEngine engine, byte[] bytes, JsValue encoding) => (encoding.IsMissing() ? "hex" : Js.Text(encoding)) switch
    {
        "hex" => JsString.Create(Convert.ToHexStringLower(bytes)),
        "base64" => JsString.Create(EncodingModule.Encode(bytes, "std")),
        "base64url" => JsString.Create(EncodingModule.Encode(bytes, "url")),
        "base64rawurl" => JsString.Create(EncodingModule.Encode(bytes, "rawurl")),
        "binary" => Js.Buffer(engine, bytes),
        var other => throw Js.Error(engine, $"'{other}' is no encoding of a digest. Known: hex, base64, base64url, base64rawurl, binary."),
    };
}
