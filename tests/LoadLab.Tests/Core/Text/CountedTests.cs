using LoadLab.Core.Text;

namespace LoadLab.Tests.Core.Text;

public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "0 alerts")]
    [InlineData(1, "1 alert")]
    [InlineData(2, "2 alerts")]
    [InlineData(12_000, "12,000 alerts")]
    public void One_has_no_plural(long count, string text) => Units.Counted(count, "alert").Should().Be(text);

    [Theory]
    [InlineData(1, "1 entry was")]
    [InlineData(3, "3 entries were")]
    public void Words_that_change_otherwise_are_given(long count, string text) => Units.Counted(count, "entry was", "entries were").Should().Be(text);
}
