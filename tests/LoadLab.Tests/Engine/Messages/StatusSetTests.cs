using LoadLab.Engine.Messages;
using LoadLab.Sdk;

namespace LoadLab.Tests.Engine.Messages;

public sealed class StatusSetTests
{
    [Fact]
    public void Statuses_and_ranges_are_read()
    {
        StatusSet.TryParse("200, 201,204-206", out var set).Should().BeTrue();

        Enumerable.Range(100, 500).Where(set!.Contains).Should().Equal(200, 201, 204, 205, 206);
        set.Contains(-1).Should().BeFalse();
        set.Contains(1000).Should().BeFalse();
        set.ToString().Should().Be("200, 201,204-206");
    }

    [Theory]
    [InlineData("")]
    [InlineData("2xx")]
    [InlineData("99")]
    [InlineData("600")]
    [InlineData("206-204")]
    [InlineData("200,")]
    [InlineData("200-204-206")]
    [InlineData("+200")]
    public void Anything_else_is_refused(string text) => StatusSet.TryParse(text, out _).Should().BeFalse();

    [Theory]
    [InlineData(null, 302, false)]
    [InlineData(null, 404, true)]
    [InlineData("200", 302, true)]
    [InlineData("200,404", 404, false)]
    [InlineData("200,404", 200, false)]
    public void A_status_that_is_not_among_the_accepted_ones_is_a_failure(string? accepted, int status, bool isError)
    {
        StatusSet? set = null;
        (accepted is null || StatusSet.TryParse(accepted, out set)).Should().BeTrue();

        var response = new HttpErrorBodies(set).Of(status, "said"u8);

        response.IsError.Should().Be(isError);
        response.StatusCode.Should().Be(status.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
