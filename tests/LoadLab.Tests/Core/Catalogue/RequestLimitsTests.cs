using LoadLab.Core.Catalogue;
using LoadLab.Core.Text;

namespace LoadLab.Tests.Core.Catalogue;

public sealed class RequestLimitsTests
{
    [Fact]
    public void A_limit_is_a_required_row_on_all_requests()
    {
        var faults = new List<string>();

        var time = (ResponseTimeSlo)RequestLimits.Read("p99.9", "< 200ms", faults)!;
        var errors = (ErrorRatioSlo)RequestLimits.Read("errors", "<=1%", faults)!;

        faults.Should().BeEmpty();
        time.Percentile.Should().Be(99.9);
        time.Objective.Should().Be(new Objective(ComparisonOperator.LessThan, 200, "ms", "200ms"));
        errors.Objective.Should().Be(new Objective(ComparisonOperator.LessThanOrEqual, 0.01, "ratio", "1%"));
        time.Required.Should().BeTrue();
        RequestLimits.Catalogue(new Dictionary<string, string> { ["p95"] = "<1s" }).Services["requests"].HasStep("anything").Should().BeTrue();
    }

    [Theory]
    [InlineData("p99", "200ms", "--p99 '200ms' is not a limit. Write '<' or '<=' and a time above 0, for example --p99 '<200ms'")]
    [InlineData("p99", ">200ms", "--p99 '>200ms' is not a limit. Write '<' or '<=' and a time above 0, for example --p99 '<200ms'")]
    [InlineData("p99", "<200", "--p99 '<200' is not a limit. Write '<' or '<=' and a time above 0, for example --p99 '<200ms'")]
    [InlineData("p99", "<1%", "--p99 '<1%' is not a limit. Write '<' or '<=' and a time above 0, for example --p99 '<200ms'")]
    [InlineData("p99", "<0ms", "--p99 '<0ms' is not a limit. Write '<' or '<=' and a time above 0, for example --p99 '<200ms'")]
    [InlineData("errors", "<10ms", "--errors '<10ms' is not a limit. Write '<' or '<=' and a share above 0 %, for example --errors '<1%'")]
    [InlineData("errors", "", "--errors '' is not a limit. Write '<' or '<=' and a share above 0 %, for example --errors '<1%'")]
    public void What_is_no_limit_is_refused_with_an_example(string figure, string text, string fault)
    {
        var faults = new List<string>();

        RequestLimits.Read(figure, text, faults).Should().BeNull();
        faults.Should().Equal(fault);
    }
}
