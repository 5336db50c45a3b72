using LoadLab.Core.Evaluation;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Evaluation.Attribution;

/// <summary>A run whose response times break from second 80 on, with one thing saturated from second 78 on.</summary>
public abstract class BrokenRun
{
    private protected const int Onset = 78;
    private protected const int Broken = 80;

    private protected RecordBuilder Builder { get; } = new()
    {
        ResponseMicros = (_, second, i) => second >= Broken ? 3_000_000 : 20_000 + (i * 100),
        Slos = ["api-response-p95"],
        Fingerprint = { ["cpu.count"] = "2" },
        Probes =
        {
            [MeasureNames.DbUp] = _ => 1,
            [MeasureNames.RedisUp] = _ => 1,
            [MeasureNames.DbPoolPending] = _ => 0,
            [MeasureNames.DbSessionsActive] = _ => 2,
            [MeasureNames.DbSessionsLocked] = _ => 0,
            [MeasureNames.DbSessionsIo] = _ => 0,
            [MeasureNames.DbLongestStatement] = _ => 0.004,
            [MeasureNames.RedisPing] = _ => 0.2,
            ["cpu.api"] = _ => 0.4,
            ["cpu.postgres"] = _ => 0.2,
            ["cpu.redis"] = _ => 0.02,
        },
    };

    private protected void External()
    {
        foreach (var role in new[] { "cpu.api", "cpu.postgres", "cpu.redis" })
        {
            Builder.Probes.Remove(role);
        }

        Builder.Fingerprint["stack.kind"] = "external";
        Builder.Fingerprint["process.target"] = "node";
    }

    private protected void FailsFrom(int first, string failure)
    {
        Builder.ResponseMicros = (_, _, _) => 20_000;
        Builder.Class = (_, second, _) => second >= first ? failure : ResultClasses.Ok;
        Builder.Slos = ["api-errors"];
    }

    private protected void Pool()
    {
        From(MeasureNames.DbPoolUsed, 50, before: 10);
        From(MeasureNames.DbPoolPending, 30, before: 0);
    }

    private protected void From(string measure, double value, double before) => Builder.Probes[measure] = second => second >= Onset ? value : before;

    private protected List<string> Causes() => [.. Evaluate().Attribution!.Causes.Select(cause => cause.Cause)];

    private protected int Shift() => Evaluate().Attribution!.CrossedSecond - Broken;

    private protected RunRecord Busy(double machine, double generator)
    {
        var record = Builder.Build();
        return record with { Health = [.. record.Health.Select(second => second with { MachineCpuRatio = machine, ProcessCpu = generator })] };
    }

    private protected RunEvaluation Evaluate(RunRecord? record = null) => Evaluator.Evaluate(record ?? Builder.Build(), RecordBuilder.Catalogue);
}
