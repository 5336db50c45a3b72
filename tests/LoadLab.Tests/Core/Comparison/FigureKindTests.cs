using LoadLab.Core.Comparison;
using LoadLab.Core.Measurement;

namespace LoadLab.Tests.Core.Comparison;

public sealed class FigureKindTests
{
    [Theory]
    [InlineData(FigureKind.P50, "ms", true)]
    [InlineData(FigureKind.P95, "ms", true)]
    [InlineData(FigureKind.P99, "ms", true)]
    [InlineData(FigureKind.Throughput, "1/s", false)]
    [InlineData(FigureKind.ErrorRatio, "ratio", true)]
    public void Unit_and_direction_are_those_of_the_declared_measure(FigureKind kind, string unit, bool isWorseWhenMore)
    {
        (kind.Unit(), kind.IsWorseWhenMore()).Should().Be((unit, isWorseWhenMore));
        kind.Measure().Unit.Should().Be(unit);
    }

    [Fact]
    public void No_SLO_can_be_asked_of_the_throughput() => DeclaredMeasures.All.Should().NotContain(DeclaredMeasures.Throughput);
}
