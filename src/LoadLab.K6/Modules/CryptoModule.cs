using System.Security.Cryptography;
using Jint;
using Jint.Native;

namespace LoadLab.K6.Modules;

/// <summary><c>k6/crypto</c>: hashes, HMACs, random bytes.</summary>
internal static class CryptoModule
{
    private static readonly string[] Algorithms = ["md5", "sha1", "sha256", "sha384", "sha512"];

    public static IEnumerable<KeyValuePair<string, JsValue>> Create(JsEngine engine)
    {
        foreach (var algorithm in Algorithms)
        {
            yield return Of(algorithm, arguments => Output(engine, Hash(algorithm, Js.Bytes(arguments.At(0))), arguments.At(1)));
        }

        yield return Of("hmac", arguments => Output(engine, Hmac(engine, Js.Text(arguments.At(0)), Js.Bytes(arguments.At(1)), Js.Bytes(arguments.At(2))), arguments.At(3)));
        yield return Of("createHash", arguments => Incremental(engine, Known(engine, Js.Text(arguments.At(0))), null));
        yield return Of("createHMAC", arguments => Incremental(engine, Known(engine, Js.Text(arguments.At(0))), Js.Bytes(arguments.At(1))));
        yield return Of("randomBytes", arguments => Js.Number(arguments.At(0)) is >= 1 and <= 1 << 20 and var size
            ? Js.Buffer(engine, RandomNumberGenerator.GetBytes((int)size))
            : throw Js.Error(engine, "randomBytes() gives 1 to 1048576 bytes."));

        KeyValuePair<string, JsValue> Of(string name, Func<JsValue[], JsValue> call) => new(name, Js.Function(engine, name, call));
    }

    private static string Known(JsEngine engine, string algorithm) => Algorithms.Contains(algorithm) ? algorithm
        : throw Js.Error(engine, $"The algorithm '{algorithm}' is not there. Known: {string.Join(", ", Algorithms)}.");

#pragma warning disable CA5350, CA5351 // The script asks for what its target wants; nothing of LoadLab's own rests on it.
    private static byte[] Hash(string algorithm, byte[] data) => algorithm switch
    {
        "md5" => MD5.HashData(data),
        "sha1" => SHA1.HashData(data),
        "sha256" => SHA256.HashData(data),
        "sha384" => SHA384.HashData(data),
        _ => SHA512.HashData(data),
    };

    private static byte[] Hmac(JsEngine engine, string algorithm, byte[] secret, byte[] data) => Known(engine, algorithm) switch
    {
        "md5" => HMACMD5.HashData(secret, data),
        "sha1" => HMACSHA1.HashData(secret, data),
        "sha256" => HMACSHA256.HashData(secret, data),
        "sha384" => HMACSHA384.HashData(secret, data),
        _ => HMACSHA512.HashData(secret, data),
    };
#pragma warning restore CA5350, CA5351

    private static JsObject Incremental(JsEngine engine, string algorithm, byte[]? secret)
    {
        var data = new MemoryStream();
        var hasher = new JsObject(engine);
        Js.Add(hasher, "update", arguments =>
        {
            data.Write(Js.Bytes(arguments.At(0)));
            return JsValue.Undefined;
        });
        Js.Add(hasher, "digest", arguments => Output(engine, secret is null ? Hash(algorithm, data.ToArray()) : Hmac(engine, algorithm, secret, data.ToArray()), arguments.At(0)));
        return hasher;
    }

    private static JsValue Output(JsEngine engine, byte[] bytes, JsValue encoding) => (encoding.IsMissing() ? "hex" : Js.Text(encoding)) switch
    {
        "hex" => JsString.Create(Convert.ToHexStringLower(bytes)),
        "base64" => JsString.Create(EncodingModule.Encode(engine, bytes, "std")),
        "base64url" => JsString.Create(EncodingModule.Encode(engine, bytes, "url")),
        "base64rawurl" => JsString.Create(EncodingModule.Encode(engine, bytes, "rawurl")),
        "binary" => Js.Buffer(engine, bytes),
        var other => throw Js.Error(engine, $"'{other}' is no encoding of a digest. Known: hex, base64, base64url, base64rawurl, binary."),
    };
}
