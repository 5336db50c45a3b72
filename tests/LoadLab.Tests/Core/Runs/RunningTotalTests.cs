using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Tests.Core.Runs;

public sealed class RunningTotalTests
{
    [Theory]
    [InlineData(new double[] { 100, 250, 400 }, 300, 0)]
    [InlineData(new double[] { 100, 250, 20, 120 }, 270, 1)] // 150 until the restart, 20 and 100 after it
    [InlineData(new double[] { 500, 0 }, 0, 1)]
    [InlineData(new double[] { 500, 7, 3 }, 10, 2)]
    [InlineData(new double[] { 100, double.NaN, 130 }, 30, 0)]
    [InlineData(new double[] { 5, 5 }, 0, 0)]
    public void A_restart_begins_at_0_and_loses_nothing_that_was_sampled(double[] samples, double rise, int restarts) =>
        RunningTotal.Of(samples.Select((value, second) => new ProbePoint(second, value))).Should().Be(new RunningTotal(rise, restarts));

    [Theory]
    [InlineData(new double[] { })]
    [InlineData(new double[] { 100 })]
    [InlineData(new double[] { 100, double.NaN })]
    public void One_sample_is_no_rise(double[] samples) =>
        RunningTotal.Of(samples.Select((value, second) => new ProbePoint(second, value))).Should().BeNull();
}
