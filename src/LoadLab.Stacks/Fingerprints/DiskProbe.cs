using System.Globalization;

namespace LoadLab.Stacks.Fingerprints;

/// <summary>Times what each commit of a durable Postgres waits for.</summary>
internal static class DiskProbe
{
    private const int Writes = 200;
    private const int BlockBytes = 8 * 1024;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);

    /// <summary>Median of 200 writes of 8 KiB with fsync in <paramref name="directory"/>, in whole microseconds; fewer writes on a disk that takes over 2 s for them.</summary>
    public static string MedianFsyncMicros(string directory, TimeProvider time)
    {
        var path = Path.Combine(directory, "fsync.probe");
        var block = new byte[BlockBytes];
        var micros = new List<double>(Writes);
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose))
        {
            var start = time.GetTimestamp();
            for (var write = 0; write < Writes && time.GetElapsedTime(start) < s_longest; write++)
            {
                var before = time.GetTimestamp();
                RandomAccess.Write(file, block, (long)write * BlockBytes);
                RandomAccess.FlushToDisk(file);
                micros.Add(time.GetElapsedTime(before).TotalMicroseconds);
            }
        }

        micros.Sort();
        return micros[micros.Count / 2].ToString("0", CultureInfo.InvariantCulture);
    }
}
