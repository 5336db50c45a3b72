using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Processes;

namespace LoadLab.Tests.Stacks.Machine;

public sealed class ProcessTableTests
{
    [Fact]
    public void A_name_with_brackets_and_blanks_does_not_shift_the_fields() =>
        ProcessTable.Parse("42 (a) b (c) S 7 42 42 0 -1 4194304 100 0 0 0 11 12 13 14 20 0 1 0 9876 1000 200 18446744073709551615")
            .Should().Be(new ProcessStat(42, 7, 'S', 23, 27, 9876));

    [Theory]
    [InlineData("")]
    [InlineData("42 postgres S 7")]
    [InlineData("42 (postgres) S 7 1")]
    public void A_line_that_is_not_one_is_no_process(string line) => ProcessTable.Parse(line).Should().BeNull();

    [Theory]
    [InlineData("loadlab-1")]
    [InlineData("loadlab-99999999-1-0-abcdef")]
    [InlineData("loadlab-abc-1-0-abcdef")]
    [InlineData("loadlab-something-of-the-user")]
    public void A_directory_that_is_not_surely_ours_is_no_leftover(string name) => StackDirectory.IsLeftover(name).Should().BeFalse();
}
