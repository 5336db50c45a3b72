using LoadLab.Core.Yaml;

namespace LoadLab.Tests.Core.Yaml;

public sealed class ValueTests
{
    [Theory]
    [InlineData("600ms", 600)]
    [InlineData("30s", 30_000)]
    [InlineData("10m", 600_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("6.667s", 6_667)]
    [InlineData("250us", 0.25)]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    public void Durations_are_read(string text, double ms)
    {
        DurationValue.TryParse(text, out var value).Should().BeTrue();
        value.TotalMilliseconds.Should().Be(ms);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("5s5s")]
    [InlineData("5s1m")]
    [InlineData("1.2.3s")]
    [InlineData("NaNs")]
    [InlineData("1e9d")]
    [InlineData("367d")]
    [InlineData("20 apples")]
    public void What_is_not_a_duration_is_refused(string text)
    {
        DurationValue.TryParse(text, out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("600ms")]
    [InlineData("1h30m")]
    [InlineData("6.667s")]
    [InlineData("2d3h")]
    [InlineData("0s")]
    public void Durations_print_as_they_are_read(string text)
    {
        DurationValue.TryParse(text, out var value).Should().BeTrue();

        DurationValue.Format(value).Should().Be(text);
    }

    [Theory]
    [InlineData("150/s", 150)]
    [InlineData("10/m", 10 / 60.0)]
    [InlineData("3600/h", 1)]
    [InlineData("0.2/s", 0.2)]
    [InlineData("1e9/s", 1e9)]
    [InlineData("-1/s", -1)]
    public void Rates_are_read(string text, double perSecond)
    {
        RateValue.TryParse(text, out var value).Should().BeTrue();
        value.Should().BeApproximately(perSecond, 1e-12);
    }

    [Theory]
    [InlineData("150")]
    [InlineData("/s")]
    [InlineData("150/")]
    [InlineData("150/fortnight")]
    [InlineData("1,5/s")]
    public void What_is_not_a_rate_is_refused(string text)
    {
        RateValue.TryParse(text, out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("10MB", 10_000_000)]
    [InlineData("10MiB", 10_485_760)]
    [InlineData("512B", 512)]
    [InlineData("1.5GB", 1_500_000_000)]
    public void Sizes_are_read(string text, long bytes)
    {
        SizeValue.TryParse(text, out var value).Should().BeTrue();
        value.Should().Be(bytes);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("MB")]
    [InlineData("10mb")]
    [InlineData("-1MB")]
    [InlineData("99999999999TB")]
    public void What_is_not_a_size_is_refused(string text)
    {
        SizeValue.TryParse(text, out _).Should().BeFalse();
    }

    [Fact]
    public void Percentages_are_read_in_decimal()
    {
        PercentValue.TryParse("99.9%", out var value).Should().BeTrue();
        value.Should().Be(0.999);
        PercentValue.TryParse("100.1%", out _).Should().BeFalse();
        PercentValue.TryParse("-1%", out _).Should().BeFalse();
        PercentValue.TryParse("80", out _).Should().BeFalse();
    }
}
