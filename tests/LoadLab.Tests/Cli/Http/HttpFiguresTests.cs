using LoadLab.Cli.Http;
using LoadLab.Core.Runs;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli.Http;

public sealed class HttpFiguresTests
{
    [Fact]
    public void Parts_are_told_with_what_they_are_means_of() =>
        HttpFigures.Parts([new RequestPart("dns", 2, 1.5, 2), new RequestPart("connect", 4, 0.25, 1), new RequestPart("first-byte", 1000, 12.5, 90), new RequestPart("body", 1000, 0.5, 3)])
            .Should().Be("DNS 1.5 ms, connect 0.25 ms (mean of 4 connections); first byte 12.5 ms, body 0.5 ms (mean of 1,000 answers), warm-up included");

    [Fact]
    public void Nothing_measured_is_nothing_told() => HttpFigures.Parts([]).Should().BeEmpty();

    [Fact]
    public void Each_measured_second_is_a_line_and_no_time_is_no_figure()
    {
        var lines = HttpFigures.Csv(StoredSample.Record).ToList();

        lines[0].Should().Be(HttpFigures.CsvHead);
        lines.Skip(1).Should().NotBeEmpty().And.OnlyContain(line => line.Split(',').Length == 9);
        lines.Skip(1).Should().NotContain(line => line.Contains("NaN"));
    }
}
