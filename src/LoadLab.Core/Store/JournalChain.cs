using System.Security.Cryptography;
using System.Text;

namespace LoadLab.Core.Store;

/// <summary>
/// Proves the lines of a journal, which grows and cannot be sealed as a whole: each ends with a checksum of itself and of all before it. A line that a kill cut
/// off is known as that; one that was changed, left out or put elsewhere breaks the chain. Not thread-safe.
/// </summary>
internal sealed class JournalChain
{
    private const string Mark = "\t#";
    private const int Digits = 16;

    private string _last = "";

    /// <summary>The line with its checksum.</summary>
    public byte[] Close(ReadOnlySpan<byte> json) => [.. json, .. Encoding.UTF8.GetBytes(Mark + Next(json)), (byte)'\n'];

    /// <summary>The line without its checksum, proven.</summary>
    /// <param name="line">As it stands in the file.</param>
    /// <param name="isProven">False when it has no checksum, as those of older versions, or is cut off.</param>
    /// <exception cref="SealBrokenException">It has another one.</exception>
    public string Open(string line, out bool isProven)
    {
        var at = line.LastIndexOf(Mark, StringComparison.Ordinal);
        if (at < 0 || line.Length != at + Mark.Length + Digits)
        {
            isProven = false;
            return at < 0 ? line : line[..at];
        }

        isProven = true;
        return line.AsSpan(at + Mark.Length).SequenceEqual(Next(Encoding.UTF8.GetBytes(line[..at])))
            ? line[..at]
            : throw new SealBrokenException($"'{RunFiles.Journal}' was edited: a line's checksum is another one");
    }

    private string Next(ReadOnlySpan<byte> json) => _last = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(_last), .. json]))[..Digits];
}
