using LoadLab.Core.Comparison;

namespace LoadLab.Tests.Core.Comparison;

public sealed class InterleaveOrderTests
{
    [Theory]
    [InlineData(1, "AB")]
    [InlineData(2, "ABBA")]
    [InlineData(5, "ABBAABBAAB")]
    public void Runs_take_turns_in_blocks_of_four(int each, string order) =>
        string.Concat(InterleaveOrder.Of(each).Select(isA => isA ? 'A' : 'B')).Should().Be(order);
}
