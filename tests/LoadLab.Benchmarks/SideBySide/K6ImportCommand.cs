using System.Diagnostics;
using System.Globalization;
using LoadLab.K6.Results;

namespace LoadLab.Benchmarks.SideBySide;

/// <summary>
/// Reads k6's NDJSON beside <c>wc -l</c> and <c>jq</c>: <c>k6-import [MEGABYTES] [FILE]</c>. Each reads the same file in turn, which the first has brought into
/// the page cache. Pin it to one core with taskset. Exit code 1 when the import is slower than 150 MB/s of its own CPU time, or needs more than 300 MB.
/// </summary>
internal static class K6ImportCommand
{
    private const double LeastPerSecond = 150e6;
    private const long MostMemory = 300_000_000;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var megabytes = arguments.Length > 0 ? long.Parse(arguments[0], CultureInfo.InvariantCulture) : 1_000;
        var path = arguments.Length > 1 ? arguments[1] : Path.Combine(Path.GetTempPath(), "loadlab-k6.ndjson");
        try
        {
            if (!File.Exists(path))
            {
                Console.WriteLine($"writing {megabytes} MB to {path}");
                K6File.Write(path, megabytes * 1_000_000);
            }

            var length = new FileInfo(path).Length;
            await OtherAsync("wc", ["-l", path], length);
            var isFast = Import(path, length);
            await OtherAsync("jq", ["-n", "reduce (inputs | select(.type == \"Point\" and .metric == \"http_req_duration\")) as $p (0; . + $p.data.value)", path], length);
            return isFast ? 0 : 1;
        }
        finally
        {
            if (arguments.Length < 2)
            {
                File.Delete(path);
            }
        }
    }

    private static bool Import(string path, long length)
    {
        var (cpu, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var record = K6Import.Read(stream, new K6ImportArguments { Suite = "bench", Source = path, WrittenAt = DateTimeOffset.UnixEpoch }, CancellationToken.None);
        var (used, passed) = ((Environment.CpuUsage.TotalTime - cpu).TotalSeconds, watch.Elapsed.TotalSeconds);
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"import: {passed:0.00} s, {length / passed / 1e6:0} MB/s; {used:0.00} s of CPU, {length / used / 1e6:0} MB/s of it; peak {self.PeakWorkingSet64 / 1e6:0} MB; {record.Slices.Sum(slice => slice.Service.TotalCount):#,0} samples"));
        return length / used > LeastPerSecond && self.PeakWorkingSet64 < MostMemory;
    }

    private static async Task OtherAsync(string program, string[] arguments, long length)
    {
        try
        {
            var watch = Stopwatch.StartNew();
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            var said = (await process.StandardOutput.ReadToEndAsync()).Trim();
            await process.WaitForExitAsync();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{program}: {watch.Elapsed.TotalSeconds:0.00} s, {length / watch.Elapsed.TotalSeconds / 1e6:0} MB/s ({said})"));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine($"{program}: not on this machine");
        }
    }
}
