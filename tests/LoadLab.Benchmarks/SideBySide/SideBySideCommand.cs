using System.Globalization;

namespace LoadLab.Benchmarks.SideBySide;

/// <summary>
/// Runs load generators against the same nginx in interleaved rounds, so that a machine that drifts drifts for all of them, and prints
/// medians and ratios.
/// </summary>
internal static class SideBySideCommand
{
    /// <summary>Runs <c>side-by-side [--rounds 3] [--seconds 8] [--users 50] [--only NAME,NAME]</c>.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var rounds = Option(arguments, "--rounds", 3);
        var seconds = Option(arguments, "--seconds", 8);
        var users = Option(arguments, "--users", 50);
        var only = arguments.SkipWhile(argument => argument != "--only").Skip(1).FirstOrDefault();
        using var suite = new BenchSuite();
        var generators = All(suite, users).Where(generator => only is null || only.Split(',').Any(name => generator.Name.Contains(name, StringComparison.OrdinalIgnoreCase))).ToList();
        foreach (var missing in generators.Where(generator => !generator.IsThere))
        {
            Console.Error.WriteLine($"not on PATH, left out: {missing.Name}");
        }

        generators = [.. generators.Where(generator => generator.IsThere)];
        using var target = new NginxTarget();
        await target.WaitUntilReadyAsync();
        var samples = generators.ToDictionary(generator => generator, _ => new List<Sample>());
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var generator in generators)
            {
                Console.Error.WriteLine($"round {round}/{rounds}: {generator.Name}");
                samples[generator].Add(await generator.MeasureAsync(target, seconds, skipSeconds: 3));
            }
        }

        Print(generators, samples);
        return 0;
    }

    private static IEnumerable<Generator> All(BenchSuite suite, int users)
    {
        var connections = users.ToString(CultureInfo.InvariantCulture);
        yield return new Generator("loadlab http", suite.Launcher, (url, seconds) => ["http", "GET", url, "--users", connections, "--duration", Seconds(seconds), "--out", suite.Results]);
        yield return new Generator("loadlab scenario, inline", suite.Launcher, (url, seconds) => suite.Arguments("get", url, seconds, users));
        yield return new Generator("loadlab scenario", suite.Launcher, (url, seconds) => suite.Arguments("get-may-block", url, seconds, users));
        yield return new Generator("loadlab scenario, checks and JSON", suite.Launcher, (url, seconds) => suite.Arguments("get-checked", url, seconds, users));
        yield return new Generator("loadlab k6 script, checks and JSON", suite.Launcher, (url, seconds) => ["run", suite.CheckedScript, "--vus", connections, "--duration", Seconds(seconds), "--env", "URL=" + url, "--out", suite.Results]);
        yield return Bare("its connection in a bare loop", "http", connections);
        yield return Bare("HttpClient in a bare loop", "client", connections);
        yield return new Generator("wrk", "wrk", (url, seconds) => ["-t", "1", "-c", connections, "-d", Seconds(seconds), url]);
        yield return new Generator("hey", "hey", (url, seconds) => ["-c", connections, "-z", Seconds(seconds), url]);
        yield return new Generator("autocannon", "autocannon", (url, seconds) => ["-c", connections, "-d", seconds.ToString(CultureInfo.InvariantCulture), url]);
        yield return new Generator("k6", "k6", (url, seconds) => ["run", "--quiet", "--vus", connections, "--duration", Seconds(seconds), "-e", "URL=" + url, suite.K6Script]);
        yield return new Generator("k6, checks and JSON", "k6", (url, seconds) => ["run", "--quiet", "--vus", connections, "--duration", Seconds(seconds), "-e", "URL=" + url, suite.CheckedScript]);
    }

    private static Generator Bare(string name, string kind, string users) => new(
        name,
        Environment.ProcessPath!,
        (url, seconds) => [.. Host, "bare", kind, url, seconds.ToString(CultureInfo.InvariantCulture), users]);

    /// <summary>What stands before our own arguments: nothing where this process has an executable of its own, its assembly where it runs under <c>dotnet</c>.</summary>
    private static string[] Host =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(BareCommand).Assembly.Location] : [];

    private static string Seconds(int seconds) => seconds.ToString(CultureInfo.InvariantCulture) + "s";

    private static void Print(List<Generator> generators, Dictionary<Generator, List<Sample>> samples)
    {
        Console.WriteLine("| generator | requests/s | CPU a request | peak memory | CPU against loadlab http |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        var ours = samples[generators[0]].ConvertAll(sample => sample.CpuMicros);
        foreach (var generator in generators)
        {
            var runs = samples[generator];
            var ratio = Median(runs.Zip(ours, (run, own) => run.CpuMicros / own));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {generator.Name} | {Median(runs.Select(run => run.RequestsPerSecond)):#,0} | {Median(runs.Select(run => run.CpuMicros)):0.0} µs ({runs.Min(run => run.CpuMicros):0.0}–{runs.Max(run => run.CpuMicros):0.0}) | {Median(runs.Select(run => run.PeakMegabytes)):0} MB | {ratio:0.00} × |"));
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static int Option(IReadOnlyList<string> arguments, string name, int otherwise)
    {
        var at = arguments.ToList().IndexOf(name);
        return at >= 0 && at + 1 < arguments.Count ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : otherwise;
    }
}
