using System.Security.Cryptography;

namespace LoadLab.Core.Store;

/// <summary>What a file is known by.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256, in lower-case hexadecimal digits.</param>
internal readonly record struct FileSum(long Bytes, string Sha256)
{
    /// <summary>That of a file; null when there is none.</summary>
    public static FileSum? Of(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var stream = File.OpenRead(path);
        return new FileSum(stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
