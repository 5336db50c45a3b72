using LoadLab.Core.Catalogue;

namespace LoadLab.Tests.Core.Catalogue;

public sealed class QueryTextTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void The_length_of_a_slice_is_put_in()
    {
        QueryText.Expand("max_over_time(a[$__slice])", Minute).Should().Be("max_over_time(a[60s])");
        QueryText.Expand("max_over_time(a[$__slice])", TimeSpan.FromMilliseconds(500)).Should().Be("max_over_time(a[500ms])");
    }

    [Fact]
    public void An_increase_compares_the_counter_with_itself_a_slice_before()
    {
        QueryText.Expand("sum($__increase(a{b=\"c)\"})) / 2", Minute).Should().Be(
            "sum((((a{b=\"c)\"} - a{b=\"c)\"} offset 60s) >= 0) or (a{b=\"c)\"} and a{b=\"c)\"} offset 60s) or (a{b=\"c)\"} and on (job, instance) (up offset 60s == 1)))) / 2");
        QueryText.Expand("$__increase(a) - $__increase( b )", Minute).Should().NotContain("$__").And.Contain("b offset 60s");
        QueryText.Buckets("h_bucket", Minute).Should().StartWith("sum by (le) (").And.Contain("h_bucket offset 60s");
    }

    [Theory]
    [InlineData("a[$__rate_interval]", "'$__rate_interval' is not a placeholder. *")]
    [InlineData("$__increase a", "$__increase needs a selector in parentheses*")]
    [InlineData("$__increase(rate(a[5m]))", "$__increase needs a selector in parentheses*")]
    [InlineData("$__increase(a", "$__increase needs a selector in parentheses*")]
    [InlineData("$__increase()", "$__increase needs a selector in parentheses*")]
    public void A_placeholder_that_is_wrong_is_told(string query, string expected) => QueryText.Fault(query).Should().Match(expected);

    [Theory]
    [InlineData("sum($__increase(a{b=~\"x|y\",c!='}'}))")]
    [InlineData("sum(rate(a[$__slice]))")]
    [InlineData("a")]
    public void A_good_query_has_no_fault(string query) => QueryText.Fault(query).Should().BeNull();
}
