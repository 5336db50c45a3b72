using System.Diagnostics;
using System.Globalization;

namespace LoadLab.Benchmarks.SideBySide;

/// <summary>One load generator as a command.</summary>
/// <param name="Name">Name in the table.</param>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments for a URL and a number of seconds.</param>
internal sealed record Generator(string Name, string FileName, Func<string, int, IReadOnlyList<string>> Arguments)
{
    /// <summary>Ticks a second of /proc's CPU times.</summary>
    private const double ClockTicks = 100;

    /// <summary>True when the program is on PATH.</summary>
    public bool IsThere => Path.IsPathRooted(FileName)
        ? File.Exists(FileName)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, FileName)));

    /// <summary>
    /// Runs it, and takes CPU and requests over the steady part only, <paramref name="skipSeconds"/> after its first thousand requests have arrived: start-up,
    /// warm-up and compilation are not the question.
    /// </summary>
    public async Task<Sample> MeasureAsync(NginxTarget target, int seconds, int skipSeconds)
    {
        var start = new ProcessStartInfo(FileName, Arguments(target.Url, seconds)) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{FileName} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var began = await target.RequestsAsync() + 1000;
        while (!process.HasExited && await target.RequestsAsync() < began)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        await Task.Delay(TimeSpan.FromSeconds(skipSeconds));
        if (process.HasExited)
        {
            throw new InvalidOperationException($"{Name} ended less than {skipSeconds} s after its first requests. It said: {await error} {await output}");
        }

        var clock = Stopwatch.StartNew();
        var (cpuBefore, requestsBefore) = (Cpu(process.Id), await target.RequestsAsync());
        await Task.Delay(TimeSpan.FromSeconds(seconds - skipSeconds - 1));
        var (cpu, requests) = (Cpu(process.Id) - cpuBefore, await target.RequestsAsync() - requestsBefore);
        var elapsed = clock.Elapsed.TotalSeconds;
        var memory = PeakMemory(process.Id);
        await process.WaitForExitAsync();
        if (requests < 1000)
        {
            throw new InvalidOperationException($"{Name} sent {requests} requests only. It said: {await error} {await output}");
        }

        return new Sample(requests / elapsed, cpu / requests * 1e6, memory / 1e6);
    }

    /// <summary>CPU seconds of the process, user and system.</summary>
    private static double Cpu(int processId)
    {
        var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / ClockTicks;
    }

    /// <summary>Peak resident bytes; 0 when the process is gone.</summary>
    public static double PeakMemory(int processId)
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/status");
        var line = File.Exists(file) ? File.ReadLines(file).FirstOrDefault(text => text.StartsWith("VmHWM", StringComparison.Ordinal)) : null;
        return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}

/// <summary>What one run of a generator came to.</summary>
/// <param name="RequestsPerSecond">Seen by the target.</param>
/// <param name="CpuMicros">CPU of the generator for one request, in microseconds.</param>
/// <param name="PeakMegabytes">Peak resident memory, in 10⁶ bytes.</param>
internal sealed record Sample(double RequestsPerSecond, double CpuMicros, double PeakMegabytes);
