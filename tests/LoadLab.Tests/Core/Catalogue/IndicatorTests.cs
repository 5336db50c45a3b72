using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Catalogue;

/// <summary>Rows that a probe measures, read from YAML.</summary>
public sealed class IndicatorTests
{
    [Fact]
    public void An_availability_is_of_requests_or_of_a_probe()
    {
        Read("kind: availability, service: database, indicator: {measure: db.up}, objective: {gte: 99.98%}")
            .Should().BeOfType<AvailabilitySlo>().Which.Should().Match<AvailabilitySlo>(row => row.Measure == "db.up" && row.IndicatorKey == "database db.up availability");
        Read("kind: availability, service: api, objective: {gte: 99.9%}")
            .Should().BeOfType<AvailabilitySlo>().Which.Should().Match<AvailabilitySlo>(row => row.Measure.Length == 0 && row.IndicatorKey == "api availability");
    }

    [Fact]
    public void An_indicator_without_a_measure_and_with_a_slip_are_two_faults()
    {
        var read = () => Read("kind: availability, service: database, indicator: {mesure: db.up}, objective: {gte: 99.98%}");

        read.Should().Throw<LoadLabException>().Which.Faults.Should().HaveCount(2).And.OnlyContain(fault => fault.Contains("indicator", StringComparison.Ordinal));
    }

    [Fact]
    public void A_ratio_in_the_place_of_a_percentile_is_told_and_a_low_percentile_of_a_throughput_is_none()
    {
        var read = () => Read("kind: response-time, service: api, indicator: {percentile: 0.95}, objective: {lt: 600ms}");

        read.Should().Throw<LoadLabException>().Which.Faults.Should().ContainSingle().Which.Should().EndWith(
            "percentile: 0.95 is a percentile which nearly every answer is slower than. Percentiles go from 0 to 100: write 95 for 0.95.");
        Read("kind: throughput, service: files, indicator: {measure: upload.throughput, percentile: 0.1}, objective: {gt: 5MB/s}").LimitedPercentile.Should().Be(0.1);
    }

    [Fact]
    public void An_availability_may_be_of_jobs_with_a_time_for_each()
    {
        const string jobs = "total: jobs.submitted, ended: jobs.ended, good: jobs.completed";

        Read($"kind: availability, service: background, indicator: {{{jobs}, within: 60s}}, objective: {{gte: 99.5%}}")
            .Should().BeOfType<AvailabilitySlo>().Which.Should().Match<AvailabilitySlo>(row =>
                row.Jobs == new JobFlow("jobs.submitted", "jobs.ended", "jobs.completed", TimeSpan.FromMinutes(1)) && row.Measure.Length == 0
                && row.IndicatorKey == "background jobs.completed of jobs.submitted availability");
        foreach (var (indicator, fault) in new[]
        {
            (jobs, "within: is missing and must be given."),
            (jobs + ", within: 0s", "within: must be above 0, for example 60s."),
            (jobs + ", within: 60s, measure: db.up", "must hold either measure, a probe's 0 or 1 each second, or total, ended, good, within."),
            ("total: a, good: b, within: 1s", "ended: is missing and must be given."),
        })
        {
            var read = () => Read($"kind: availability, service: background, indicator: {{{indicator}}}, objective: {{gte: 99.5%}}");

            read.Should().Throw<LoadLabException>().Which.Faults.Should().ContainSingle().Which.Should().EndWith(fault);
        }
    }

    [Fact]
    public void An_error_ratio_is_of_requests_or_of_two_totals()
    {
        Read("kind: error-ratio, service: database, indicator: {bad: jobs.failed, total: jobs.ended}, objective: {lt: 2%}")
            .Should().BeOfType<ErrorRatioSlo>().Which.Should().Match<ErrorRatioSlo>(row => row.Bad == "jobs.failed" && row.Total == "jobs.ended" && row.IndicatorKey == "jobs.failed of jobs.ended");
        foreach (var indicator in new[] { "bad: jobs.failed", "total: jobs.ended", "bad: a, total: b, classes: [timeout]" })
        {
            var read = () => Read($"kind: error-ratio, service: database, indicator: {{{indicator}}}, objective: {{lt: 2%}}");

            read.Should().Throw<LoadLabException>().Which.Faults.Should().ContainSingle().Which.Should().EndWith("must hold either classes of requests, or both bad and total, two running totals of probes.");
        }
    }

    private static Slo Read(string row)
    {
        var text = File.ReadAllText(Path.Combine(RecordBuilder.Root(), "scenarios", "catalogue", "lms.yaml"));
        var catalogue = SloCatalogue.Parse(text.Replace("\nslos:\n", $"\nslos:\n  - {{id: added, source: \"3.1/2\", tier: slo, {row}}}\n", StringComparison.Ordinal), "lms.yaml");
        return catalogue.Slos.Single(slo => slo.Id == "added");
    }
}
