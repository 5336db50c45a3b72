using System.Security.Cryptography;
using LoadLab.Sdk;

namespace Lms.Scenarios;

/// <summary>The bytes of every upload: made once from the plan's seed, shared by all virtual users, never copied. Thread-safe.</summary>
internal sealed class UploadBody
{
    private readonly byte[] _bytes;

    /// <summary>A body of <paramref name="length"/> bytes.</summary>
    public UploadBody(int length, long seed)
    {
        _bytes = new byte[length];
        new SeededRandom(seed).NextBytes(_bytes);
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(_bytes));
    }

    /// <summary>Length in bytes.</summary>
    public int Length => _bytes.Length;

    /// <summary>SHA-256 in lower-case hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>Content that streams the shared bytes.</summary>
    public HttpContent CreateContent() => new ReadOnlyMemoryContent(_bytes);
}
