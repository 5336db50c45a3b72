using LoadLab.Core.Text;

namespace LoadLab.Tests.Core.Text;

public sealed class NearestNameTests
{
    private static readonly string[] Suites = ["capacity", "launch", "smoke"];

    [Theory]
    [InlineData("capcity", "capacity")]
    [InlineData("cpaacity", "capacity")]
    [InlineData("SMOKE", "smoke")]
    [InlineData("smok", "smoke")]
    [InlineData("lanuch", "launch")]
    [InlineData("cap", "capacity")]
    public void A_slip_finds_the_name(string given, string meant)
    {
        NearestName.Suggest(given, Suites).Should().Equal(meant);
    }

    [Theory]
    [InlineData("zebra")]
    [InlineData("")]
    [InlineData("x")]
    public void What_is_like_nothing_finds_nothing(string given)
    {
        NearestName.Suggest(given, Suites).Should().BeEmpty();
        NearestName.Sentence(given, Suites).Should().BeEmpty();
    }

    [Fact]
    public void The_nearest_comes_first()
    {
        NearestName.Suggest("user-1000", ["users-100", "users-1000", "rate-1000"]).Should().StartWith("users-1000");
        NearestName.Sentence("holdd", ["hold", "holds"]).Should().Be(" Did you mean 'hold' or 'holds'?");
    }
}
