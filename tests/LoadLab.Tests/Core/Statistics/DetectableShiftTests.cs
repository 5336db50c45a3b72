using LoadLab.Core.Statistics;
using LoadLab.Tests.Core.Comparison;

namespace LoadLab.Tests.Core.Statistics;

public sealed class DetectableShiftTests
{
    [Fact]
    public void It_is_the_margin_and_two_quantiles_of_the_error()
    {
        // t(7): 2.364624 at 97.5 % and 0.896030 at 80 %. Eight runs against one, 3 % from run to run: the square root of 9/8, times 0.03.
        new DetectableShift(0.0009, 0, 60, 8).Smallest(0.05, 60, 8, 1).Should().BeApproximately(0.05 + (3.260654 * Math.Sqrt(1.125) * 0.03), 1e-6);
        // Normal: 1.959964 and 0.841621, when nothing tells what varies from run to run.
        new DetectableShift(0, 0.0001, 60, 1).Smallest(0, 240, 1, 1).Should().BeApproximately(2.801585 * Math.Sqrt(2 * 0.0001 / 4), 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void The_length_for_a_shift_shows_just_that_shift(int before)
    {
        var shift = new DetectableShift(before == 1 ? 0 : 0.0001, 0.0025, 30, before);

        var seconds = shift.SecondsFor(0.2, 0.05, before, 1);

        shift.Smallest(0.05, seconds!.Value, before, 1).Should().BeApproximately(0.2, 1e-9);
    }

    [Fact]
    public void What_varies_from_run_to_run_is_mended_by_runs_and_by_no_length()
    {
        var shift = new DetectableShift(0.0009, 0.0001, 60, 5);

        shift.SecondsFor(0.1, 0.05, 5, 1).Should().BeNull();
        shift.Smallest(0.05, double.PositiveInfinity, 5, 1).Should().BeGreaterThan(0.1);
        shift.RunsFor(0.1, 0.05, 60).Should().BeInRange(7, 9);
        shift.RunsFor(0.05, 0.05, 60).Should().BeNull("it is the margin itself");
        shift.SecondsFor(0.05, 0.05, 5, 1).Should().BeNull();
    }

    /// <summary>The comparison that a gate makes, counted: a shift of the size that is promised is found in about four of five.</summary>
    [Theory]
    [InlineData(0.03, 0.01, 5)]
    [InlineData(0.02, 0.02, 8)]
    public void A_gate_finds_what_it_promises(double runToRun, double within, int runs)
    {
        var promised = new DetectableShift(runToRun * runToRun, within * within, 60, runs).Smallest(0.05, 60, runs, 1);

        BetweenRunVarianceTests.AgainstBaseline(runToRun, within, runs, promised, 0.05).Should().BeInRange(0.7, 0.92);
    }
}
