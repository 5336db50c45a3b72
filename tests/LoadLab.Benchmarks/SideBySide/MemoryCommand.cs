using System.Diagnostics;
using System.Globalization;

namespace LoadLab.Benchmarks.SideBySide;

/// <summary>Memory of virtual users in think time: engine.md allows 5 KB each, and 500 MB for 100,000.</summary>
internal static class MemoryCommand
{
    /// <summary>Runs LoadLab with 1,000 and with 100,000 idle users and prints the peaks and what a user costs.</summary>
    public static async Task<int> RunAsync()
    {
        using var suite = new BenchSuite();
        using var target = new NginxTarget();
        await target.WaitUntilReadyAsync();
        var few = await PeakAsync(suite, target, 1_000);
        var many = await PeakAsync(suite, target, 100_000);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"1,000 idle users: {few / 1e6:0} MB; 100,000: {many / 1e6:0} MB; {(many - few) / 99_000:0} bytes a user"));
        return many < 500e6 ? 0 : 1;
    }

    private static async Task<double> PeakAsync(BenchSuite suite, NginxTarget target, int users)
    {
        var arguments = suite.Arguments("idle", target.Url, 20, users, "ramp: 20s\n    thinkTime: {mean: 30s, distribution: exponential}");
        var start = new ProcessStartInfo(suite.Launcher, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        double peak = 0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, Generator.PeakMemory(process.Id));
            await Task.Delay(200);
        }

        Console.Error.WriteLine((await output).Split('\n').FirstOrDefault(line => line.StartsWith("Run ", StringComparison.Ordinal)) ?? await error);
        return peak;
    }
}
