using LoadLab.K6.Metrics;

namespace LoadLab.Tests.K6;

/// <summary>What metrics make of their values.</summary>
public sealed class MetricTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(50, 2.5)]
    [InlineData(90, 3.7)]
    [InlineData(95, 3.85)]
    [InlineData(100, 4)]
    public void Percentiles_interpolate_as_k6s_do(double percentile, double expected)
    {
        var sketch = new ValueSketch();
        foreach (var value in (double[])[3, 1, 4, 2])
        {
            sketch.Add(value);
        }

        sketch.Percentile(percentile).Should().BeApproximately(expected, 1e-9);
    }

    [Fact]
    public void A_million_values_take_few_buckets_and_err_by_less_than_a_thousandth()
    {
        var sketch = new ValueSketch();
        for (var i = 1; i <= 1_000_000; i++)
        {
            sketch.Add(i / 1000.0);
        }

        foreach (var percentile in (double[])[1, 25, 50, 90, 95, 99, 99.9])
        {
            var exact = 0.001 + (percentile / 100 * (1000 - 0.001));
            sketch.Percentile(percentile).Should().BeApproximately(exact, exact / 1000);
        }
    }

    [Fact]
    public void Negative_values_sort_below_zero()
    {
        var sketch = new ValueSketch();
        foreach (var value in (double[])[-5, -1, 0, 1, 5])
        {
            sketch.Add(value);
        }

        (sketch.Min, sketch.Percentile(25), sketch.Percentile(50), sketch.Max).Should().Be((-5, -1, 0, 5));
    }

    [Theory]
    [InlineData("{scenario:rate}", 1)]
    [InlineData("{scenario:rate,status:200}", 1)]
    [InlineData("{scenario:rate,status:404}", 0)]
    [InlineData("{group:::a::b}", 1)]
    [InlineData("{kind:read}", 1)]
    [InlineData("{kind:other}", 0)]
    public void A_sub_metric_has_the_samples_with_its_tags(string selector, long samples)
    {
        var metric = new Metric("m", MetricKind.Counter, "default");
        metric.AddPart(selector);

        metric.Add(1, new SampleTags { Own = [new Dictionary<string, string> { ["kind"] = "read" }], Scenario = "rate", Group = "::a::b", Status = 200 });

        metric.ToResults([], 1).Single(result => result.Name == "m" + selector).Samples.Should().Be(samples);
    }

    /// <summary>As k6 sets them: what the request itself is goes over the script's, its scenario and its name under them.</summary>
    [Theory]
    [InlineData("status", "200")]
    [InlineData("method", "GET")]
    [InlineData("expected_response", "true")]
    [InlineData("check", "mine")]
    [InlineData("error", "mine")]
    [InlineData("scenario", "mine")]
    [InlineData("group", "mine")]
    [InlineData("name", "mine")]
    [InlineData("url", "mine")]
    public void A_tag_of_the_script_does_not_hide_what_the_request_is(string key, string expected)
    {
        var names = new[] { "status", "method", "expected_response", "check", "error", "scenario", "group", "name", "url" };

        new SampleTags { Own = [names.ToDictionary(name => name, _ => "mine")], Method = "GET", Status = 200, Expected = true, Scenario = "s", Group = "::g", Name = "http://a/", Url = "http://a/", Proto = "HTTP/1.1" }
            .Find(key).Should().Be(expected);
    }

    [Fact]
    public void The_url_of_a_request_is_its_address_where_nobody_names_it()
    {
        new SampleTags { Own = [new Dictionary<string, string> { ["url"] = "mine" }], Name = "http://a/", Url = "http://a/", Proto = "HTTP/1.1" }.Find("url").Should().Be("http://a/");
        new SampleTags { Own = [new Dictionary<string, string> { ["name"] = "n" }], Name = "n", Url = "a:80/s/m" }.Find("url").Should().Be("a:80/s/m", "of gRPC it stays the address");
    }

    [Fact]
    public void Checks_have_an_end()
    {
        var checks = new CheckTable();
        for (var i = 0; i < CheckTable.Limit + 50; i++)
        {
            checks.Add("", "check " + i, holds: true);
        }

        checks.ToResults().Should().HaveCount(CheckTable.Limit + 1).And.Contain(check => check.Name == "(other)" && check.Passes == 50);
    }
}
