using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Utilities;

namespace LoadLab.K6.Modules;

/// <summary>
/// The hashes of <c>k6/crypto</c> by name. They take bytes as they come, so that a script which hashes much does not keep it. BouncyCastle has them all;
/// .NET leaves out four.
/// </summary>
internal static class Digests
{
    public static IReadOnlyList<string> Known { get; } = ["md4", "md5", "sha1", "sha256", "sha384", "sha512", "sha512_224", "sha512_256", "ripemd160"];

    public static IDigest Create(string algorithm) => algorithm switch
    {
        "md4" => new MD4Digest(),
        "md5" => new MD5Digest(),
        "sha1" => new Sha1Digest(),
        "sha256" => new Sha256Digest(),
        "sha384" => new Sha384Digest(),
        "sha512" => new Sha512Digest(),
        "sha512_224" => new Sha512tDigest(224),
        "sha512_256" => new Sha512tDigest(256),
        _ => new RipeMD160Digest(),
    };

    /// <summary>The digest as it is now, so that the first can go on.</summary>
    public static IDigest Copy(IDigest digest) => (IDigest)((IMemoable)digest).Copy();

    public static byte[] Hash(string algorithm, byte[] data) => Finish(Update(Create(algorithm), data));

    public static byte[] Mac(string algorithm, byte[] secret, byte[] data)
    {
        var mac = new HMac(Create(algorithm));
        mac.Init(new KeyParameter(secret));
        mac.BlockUpdate(data, 0, data.Length);
        var bytes = new byte[mac.GetMacSize()];
        mac.DoFinal(bytes, 0);
        return bytes;
    }

    public static byte[] Finish(IDigest digest)
    {
        var bytes = new byte[digest.GetDigestSize()];
        digest.DoFinal(bytes, 0);
        return bytes;
    }

    private static IDigest Update(IDigest digest, byte[] data)
    {
        digest.BlockUpdate(data, 0, data.Length);
        return digest;
    }
}
