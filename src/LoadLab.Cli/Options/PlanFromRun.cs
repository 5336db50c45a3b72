using System.Globalization;
using LoadLab.Core;
using LoadLab.Core.Capacity;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Cli.Options;

/// <summary>Fills the arguments of a capacity plan from a capacity search: what it holds, its pool, its <c>max_connections</c>, its Redis. What was written stays.</summary>
internal static class PlanFromRun
{
    /// <exception cref="LoadLabException">The run is no search, or has no answer that a plan can begin from (104).</exception>
    public static CapacityPlanArguments Of(CapacityPlanArguments written, (RunRecord Record, RunEvaluation Evaluation) run)
    {
        var (record, evaluation) = run;
        if (written.Capacity is not null)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"Run '{record.RunId}' and --capacity are both given.", "Give one of them.");
        }

        if (record.Plan.Capacity is null)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"Run '{record.RunId}' is no capacity search, so it does not say what its target holds.", $"Make one: loadlab capacity {record.Plan.Suite}");
        }

        var wanted = written.Users is not null ? CapacityModel.Users : CapacityModel.Rate;
        var answers = evaluation.Capacity.Where(answer => answer is { Load: > 0, Low: not null, High: not null, Status: not CapacityStatus.Invalid }).ToList();
        if ((answers.Find(answer => answer.Model == wanted) ?? (written.PerUser is null ? null : answers.FirstOrDefault())) is not { } found)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                answers.Count == 0
                    ? $"Run '{record.RunId}' has no capacity with an interval: {string.Join(" ", evaluation.Capacity.Select(answer => Core.Capacity.Search.CapacityText.Sentence(answer)))}"
                    : $"Run '{record.RunId}' searched in {(answers[0].Model == CapacityModel.Rate ? "arrival rate" : "users")}, and the demand is in {(wanted == CapacityModel.Rate ? "arrival rate" : "users")}.",
                answers.Count == 0 ? "Search again, for longer: loadlab capacity --max-time 20m" : "Give the rate of one user: --per-user 9/m");
        }

        // The round-trip form: the plan begins from exactly what the search said.
        string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
        var (memory, full) = Redis(found);
        return written with
        {
            Capacity = Text(found.Load!.Value) + (found.Model == CapacityModel.Rate ? "/s" : " users"),
            Interval = written.Interval ?? $"{Text(found.Low!.Value)}..{Text(found.High!.Value)}",
            Source = $"run {record.RunId}, {(found.Status == CapacityStatus.Found ? "as its search found it" : "whose search ended before its interval was narrow")}",
            MeasuredInstances = record.Plan.Stack.ApiInstances,
            Pool = written.Pool ?? record.Fingerprint.GetValueOrDefault("lms.pool.size"),
            MaxConnections = written.MaxConnections ?? (written.Pool is null && !record.Fingerprint.ContainsKey("lms.pool.size") ? null : record.Fingerprint.GetValueOrDefault("postgres.max_connections")),
            RedisMemory = written.RedisMemory ?? memory,
            RedisMax = written.RedisMax ?? (written.RedisMemory is null && memory is null ? null : full),
        };
    }

    /// <summary>Memory of Redis in the highest step that held, and its <c>maxmemory</c>.</summary>
    private static (string? Memory, string? Full) Redis(CapacityAnswer answer)
    {
        var use = answer.Steps.Where(step => step.Outcome == StepOutcome.Holds).OrderByDescending(step => step.Load)
            .Select(step => step.Resources.FirstOrDefault(resource => resource.Measure == MeasureNames.RedisMemoryUsed)).FirstOrDefault(resource => resource is not null);
        return use is null ? (null, null) : (Bytes(use.BusyRatio * use.Units), Bytes(use.Units));
    }

    private static string Bytes(double value) => ((long)Math.Ceiling(value)).ToString(CultureInfo.InvariantCulture) + "B";
}
