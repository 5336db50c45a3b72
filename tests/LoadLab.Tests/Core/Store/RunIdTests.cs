using LoadLab.Core.Store;

namespace LoadLab.Tests.Core.Store;

public sealed class RunIdTests
{
    [Theory]
    [InlineData("capacity", "^20261123T083000Z-capacity-[0-9a-f]{4}$")]
    [InlineData("../my suite", "^20261123T083000Z----my-suite-[0-9a-f]{4}$")]
    public void A_name_has_the_time_in_UTC_the_suite_and_a_random_part(string suite, string pattern)
    {
        var now = new DateTimeOffset(2026, 11, 23, 9, 30, 0, TimeSpan.FromHours(1));

        RunId.New(now, suite).Should().MatchRegex(pattern);
    }
}
