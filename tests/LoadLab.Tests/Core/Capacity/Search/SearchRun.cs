using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;

namespace LoadLab.Tests.Core.Capacity.Search;

/// <summary>Drives a search against something that answers at once.</summary>
internal static class SearchRun
{
    public static (SearchMove End, List<StepEvidence> Evidence) Of(SearchOptions options, Func<double, StepEvidence> step) => Of(options, (load, _) => step(load));

    public static (SearchMove End, List<StepEvidence> Evidence) Of(SearchOptions options, Func<double, IReadOnlyList<StepEvidence>, StepEvidence> step)
    {
        var evidence = new List<StepEvidence>();
        while (true)
        {
            var move = CapacitySearch.Next(options, evidence);
            if (move.End is not null)
            {
                return (move, evidence);
            }

            evidence.Add(step(move.Load!.Value, evidence));
        }
    }

    /// <summary>The verdict of a strength, as an interval of 95 % gives it.</summary>
    public static StepEvidence Evidence(double load, double strength) =>
        new(load, strength > 1.96 ? StepOutcome.Breaks : strength < -1.96 ? StepOutcome.Holds : StepOutcome.Undecided, strength);

    public static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
