using System.Globalization;
using LoadLab.Core.Evaluation.Attribution;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Capacity.Search;

/// <summary>How busy the resources were that the probes watched in a step. Pure.</summary>
internal static class StepResources
{
    private static readonly string[] s_notRoles = [MeasureNames.CpuGenerator, MeasureNames.CpuRunQueue, MeasureNames.CpuPressure, MeasureNames.CpuMachine];

    /// <summary>CPU of the machine and of each role of the stack, the API's connection pool, and Redis' memory.</summary>
    public static IReadOnlyList<ResourceUse> Of(RunRecord record, PhaseResult phase)
    {
        var resources = new List<ResourceUse>();
        var cores = double.TryParse(record.Fingerprint.GetValueOrDefault("cpu.count"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : double.NaN;
        var busy = record.Health.Where(second => second.Second >= phase.MeasureStartSecond && second.Second < phase.MeasureEndSecond && double.IsFinite(second.MachineCpuRatio))
            .Select(second => second.MachineCpuRatio).ToList();
        if (busy.Count > 0 && double.IsFinite(cores))
        {
            resources.Add(new ResourceUse("CPU of the machine", MeasureNames.CpuMachine, busy.Average(), cores));
        }

        foreach (var series in record.Probes.Where(series => series.Measure.Name.StartsWith("cpu.", StringComparison.Ordinal) && !s_notRoles.Contains(series.Measure.Name)))
        {
            if (Mean(series.Measure.Name) is { } used && double.IsFinite(cores))
            {
                var role = series.Measure.Name["cpu.".Length..];

                // Redis runs its commands on one thread: one core is all that it can use.
                var servers = role == "redis" ? 1 : cores;
                resources.Add(new ResourceUse($"CPU of {Title(role)}", series.Measure.Name, used / servers, servers));
            }
        }

        if (Mean(MeasureNames.DbPoolUsed) is { } connections && Mean(MeasureNames.DbPoolMax) is { } most and > 0)
        {
            resources.Add(new ResourceUse("connection pool of the API", MeasureNames.DbPoolUsed, PoolUse.Ratio(connections, Mean(MeasureNames.DbPoolPending) ?? 0, most), most));
        }

        if (Mean(MeasureNames.RedisMemoryUsed) is { } memory && Mean(MeasureNames.RedisMemoryMax) is { } full and > 0)
        {
            resources.Add(new ResourceUse("memory of Redis", MeasureNames.RedisMemoryUsed, memory / full, full));
        }

        return resources;

        double? Mean(string measure)
        {
            var points = record.Probes.FirstOrDefault(series => series.Measure.Name == measure)?.Between(phase.MeasureStartSecond, phase.MeasureEndSecond).ToList() ?? [];
            return points.Count == 0 ? null : points.Average(point => point.Value);
        }
    }

    private static string Title(string role) => role switch
    {
        "api" => "the API",
        "postgres" => "Postgres",
        "redis" => "Redis",
        "smtp" => "the mail server",
        _ => role,
    };
}
