using LoadLab.Core.Capacity;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Sdk;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Capacity.Search;

/// <summary>Records of capacity searches, made from the good run: its phases of 60 s are the steps.</summary>
internal static class SearchSample
{
    public static readonly CapacityPlan Plan = new()
    {
        Slos = ["api-response-p95", "api-errors"],
        Precision = 0.05,
        HoldSeconds = 60,
        Searches = [new CapacityRange(CapacityModel.Rate, 100, 1_000, 10)],
    };

    /// <summary>A run of one step with a rate of 150.</summary>
    public static RunRecord Step(RecordBuilder builder, CapacityPlan? plan = null) => Steps((builder, 150)) with { Plan = Steps((builder, 150)).Plan with { Capacity = plan ?? Plan } };

    /// <summary>A run of some steps, each of its own builder.</summary>
    public static RunRecord Steps(params (RecordBuilder Builder, int Rate)[] steps)
    {
        var parts = steps.Select((step, at) =>
        {
            step.Builder.Rate = step.Rate;
            return Moved(step.Builder.Build(), at, $"rate-{step.Rate}-{at}");
        }).ToList();
        return parts[0] with
        {
            Plan = parts[0].Plan with { Capacity = Plan, Slos = [.. Plan.Slos], Phases = [.. parts.Select(part => part.Plan.Phases[1])] },
            Phases = [.. parts.Select(part => part.Phases[1])],
            Seconds = [.. parts.SelectMany(part => part.Seconds)],
            Slices = [.. parts.SelectMany(part => part.Slices)],
            Health = [.. parts.SelectMany(part => part.Health)],
        };
    }

    /// <summary>The second phase of a run alone, as step <paramref name="at"/>.</summary>
    private static RunRecord Moved(RunRecord record, int at, string name)
    {
        var shift = (at - 1) * RecordBuilder.PhaseSeconds;
        var phase = record.Phases[1];
        return record with
        {
            Plan = record.Plan with { Phases = [record.Plan.Phases[0], record.Plan.Phases[1] with { Name = name, ToHoldSeconds = RecordBuilder.PhaseSeconds }] },
            Phases = [record.Phases[0], phase with { Name = name, StartSecond = phase.StartSecond + shift, MeasureStartSecond = phase.MeasureStartSecond + shift, MeasureEndSecond = phase.MeasureEndSecond + shift }],
            Seconds = [.. record.Seconds.Where(second => second.Phase == "rate").Select(second => second with { Phase = name, Second = second.Second + shift })],
            Slices = [.. record.Slices.Where(slice => slice.Key.Phase == "rate").Select(slice => slice with { Key = slice.Key with { Phase = name }, Second = slice.Second + shift })],
            Health = [.. record.Health.Where(second => second.Second >= RecordBuilder.PhaseSeconds).Select(second => second with { Second = second.Second + shift })],
        };
    }

    public static RecordBuilder Fast => new();

    public static RecordBuilder Slow => new() { ResponseMicros = (_, _, i) => 2_000_000 + (i * 1_000) };
}
