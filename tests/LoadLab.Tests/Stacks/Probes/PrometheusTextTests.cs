using LoadLab.Core;
using LoadLab.Stacks.Probes;

namespace LoadLab.Tests.Stacks.Probes;

public sealed class PrometheusTextTests
{
    private const string Page = """
        # HELP pool Connections.
        # TYPE pool gauge
        pool{state="used",app="a"} 3
        pool{state="used",app="b"} 4 1700000000000
        pool{ state = "idle" , } 5e0
        plain -1.5
        weird{text="a\"b\\c\nd{}=,"} +Inf
        ns:rule NaN
        half{part="a"} 5
        half{part="b"} NaN
        half{part="c"} 7

        """;

    [Theory]
    [InlineData("pool{state=\"used\"}", 7)]
    [InlineData("pool{state=\"used\",app=\"b\"}", 4)]
    [InlineData("pool", 12)]
    [InlineData("pool{state=\"gone\"}", double.NaN)]
    [InlineData("pool{absent=\"x\"}", double.NaN)]
    [InlineData("plain", -1.5)]
    [InlineData("plain{}", -1.5)]
    [InlineData("weird{text=\"a\\\"b\\\\c\\nd{}=,\"}", double.PositiveInfinity)]
    [InlineData("ns:rule", double.NaN)]
    [InlineData("absent", double.NaN)]
    [InlineData("half", double.NaN)]
    [InlineData("half{part=\"c\"}", 7)]
    public void A_selector_sums_what_it_matches(string selector, double expected) =>
        MetricSelector.Parse(selector).Sum(PrometheusText.Parse(Page)).Should().Be(expected);

    [Theory]
    [InlineData("pool", "line 1: a value was expected at column 5: 'pool'")]
    [InlineData("ok 1\npool{state=\"used\" 3", "line 2: ',' or '}' was expected at column 19: 'pool{state=\"used\" 3'")]
    [InlineData("pool{state=used} 3", "line 1: '\"' was expected at column 12: 'pool{state=used} 3'")]
    [InlineData("pool{state=\"used} 3", "line 1: the line ends inside a label value: 'pool{state=\"used} 3'")]
    [InlineData("pool{a=\"1\",a=\"2\"} 3", "line 1: label 'a' stands there twice: 'pool{a=\"1\",a=\"2\"} 3'")]
    [InlineData("pool{a=\"\\x\"} 3", "line 1: '\\x' is not an escape: 'pool{a=\"\\x\"} 3'")]
    [InlineData("pool{=\"1\"} 3", "line 1: a name was expected at column 6: 'pool{=\"1\"} 3'")]
    [InlineData("pool 1,5", "line 1: '1,5' is not a value: 'pool 1,5'")]
    [InlineData("pool 1 later", "line 1: 'later' is not a timestamp in milliseconds: 'pool 1 later'")]
    [InlineData("pool 1 2 3", "line 1: there is more after the sample: '3': 'pool 1 2 3'")]
    [InlineData("7pool 1", "line 1: a name was expected at column 1: '7pool 1'")]
    [InlineData("<html>", "line 1: a name was expected at column 1: '<html>'")]
    public void A_malformed_line_is_a_fault_that_names_it(string text, string message)
    {
        var parse = () => PrometheusText.Parse(text);

        parse.Should().Throw<FormatException>().WithMessage(message.Replace("*", "\\*", StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_page_has_no_samples() => PrometheusText.Parse("# nothing\n\n").Should().BeEmpty();

    [Fact]
    public void Selectors_that_cannot_be_read_are_told_all_at_once()
    {
        var make = () => new MetricsProbe([new Uri("http://127.0.0.1:1/metrics")], new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["a.b"] = "pool{",
            ["c.d"] = "pool extra",
            ["e.f"] = "fine",
        });

        var fault = make.Should().Throw<LoadLabException>().Which;
        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Faults.Should().HaveCount(2);
        fault.Faults[0].Should().StartWith("metrics.a.b: ");
        fault.Faults[1].Should().StartWith("metrics.c.d: ");
    }
}
