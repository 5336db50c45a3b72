using System.Security.Cryptography;

namespace LoadLab.Core.Store;

/// <summary>How much of a histogram log a journal proves.</summary>
/// <param name="Seconds">So many seconds of the journal have their histograms.</param>
/// <param name="Bytes">So many bytes of the log belong to them; null for all, of a journal that says nothing of them.</param>
internal readonly record struct LogPrefix(int Seconds, long? Bytes)
{
    /// <summary>Finds it.</summary>
    /// <param name="path">The log.</param>
    /// <param name="sums">What it had after each second; null where the journal does not say.</param>
    /// <exception cref="SealBrokenException">What is there is not what was written.</exception>
    public static LogPrefix Find(string path, IReadOnlyList<FileSum?> sums)
    {
        if (sums.Count == 0 || sums[0] is null)
        {
            return new LogPrefix(sums.Count, null);
        }

        var length = File.Exists(path) ? new FileInfo(path).Length : 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var stream = length > 0 ? File.OpenRead(path) : Stream.Null;
        var (at, seconds) = (0L, 0);
        foreach (var sum in sums)
        {
            if (sum is not { } known || known.Bytes > length || known.Bytes < at)
            {
                break;
            }

            var part = new byte[known.Bytes - at];
            stream.ReadExactly(part);
            hash.AppendData(part);
            at = known.Bytes;
            if (Convert.ToHexStringLower(hash.GetCurrentHash()) != known.Sha256)
            {
                throw new SealBrokenException($"'{path}' was changed after it was written: its checksum is another one");
            }

            seconds++;
        }

        return new LogPrefix(seconds, seconds == 0 ? 0 : at);
    }
}
