using LoadLab.Cli.Terminal;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Tests.Core.Capacity;

namespace LoadLab.Tests.Cli.Terminal;

public sealed class CapacityViewTests
{
    [Theory]
    [InlineData(null, null, 20.0, "nothing known below 20/s")]
    [InlineData(null, 400.0, null, "at least 400/s")]
    [InlineData(897.284, 788.68, 1005.73, "capacity 900/s, 780 … 1,010")]
    [InlineData(259.3742, 259.3741, 259.3743, "capacity 259/s")]
    [InlineData(null, null, null, "nothing known yet")]
    public void A_step_says_what_is_known_by_then_and_claims_no_more(double? load, double? low, double? high, string known)
    {
        using var writer = new StringWriter();
        using (var view = new CapacityView(writer, LiveOptions.Plain))
        {
            view.OnStep(3, new JudgedStep(SampleSteps.Rate(400, 400) with { Outcome = StepOutcome.Breaks }, 3, null, [], "P95 was 700 ms."), load, low, high);
        }

        writer.ToString().Should().Be($"step 3: 400/s breaks: P95 was 700 ms.\n    {known}\n");
    }
}
