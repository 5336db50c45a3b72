using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Tests.K6.Results;

public sealed class CsvTests
{
    private const string Header = "metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata\n";

    [Fact]
    public void Quoted_fields_may_hold_commas_quotes_and_line_ends()
    {
        var record = ResultFile.Import(Header
            + "http_req_duration,1795759836,0.000000,,\"lookup \"\"shop\"\", no\nsuch host\",1101,false,,GET,home,,default,,0,,,home,kind=read&team=a,\n"
            + "http_req_duration,1795759837,7.500000,,,,true,,GET,home,HTTP/1.1,default,,200,,,home,,\n");

        record.Slices.Select(slice => (slice.Second, slice.Key.Class)).Should().Equal((0, ResultClasses.Refused), (1, ResultClasses.Ok));
        record.Phases[0].Failures.Single().Message.Should().Be("lookup \"shop\", no such host");
    }

    [Theory]
    [InlineData("1795759836", true)]
    [InlineData("1795759836123", false)]
    [InlineData("1795759836123456", false)]
    [InlineData("1795759836123456789", false)]
    [InlineData("2026-11-27T06:10:36.123Z", false)]
    public void Timestamps_are_whole_units_or_RFC_3339(string stamp, bool isWholeSecond)
    {
        var record = ResultFile.Import($"{Header}http_req_duration,{stamp},7.5,,,,true,,GET,home,HTTP/1.1,default,,200,,,home,,\n");

        record.StartedAt.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1_795_759_836).AddSeconds(isWholeSecond ? -1 : 0));
        record.Findings.Single(finding => finding.Check == "k6-csv").Seen.Should().Be(isWholeSecond ? "CSV has no thresholds, and whole seconds only" : "CSV has no thresholds");
    }

    [Theory]
    [InlineData("http_req_duration,1795759836,NaN,,,,true,,GET,home,HTTP/1.1,default,,200,,,home,,", "line 2: value 'NaN' of http_req_duration is no finite number")]
    [InlineData("http_req_duration,1795759836,+Inf,,,,true,,GET,home,HTTP/1.1,default,,200,,,home,,", "line 2: value '+Inf' of http_req_duration is no finite number")]
    [InlineData("http_req_duration,12,1.0,,,,true,,GET,home,HTTP/1.1,default,,200,,,home,,", "line 2: timestamp '12' is no time of a run")]
    [InlineData("http_req_duration,1795759836", "line 2: fewer than three fields")]
    [InlineData("http_req_duration,1795759836,1.0,,,", "line 2: not the 19 fields of the header")]
    public void A_damaged_line_is_told(string line, string expected)
    {
        var record = ResultFile.Import($"{Header}{line}\nhttp_reqs,1795759836,1.0,,,,true,,GET,home,HTTP/1.1,default,,200,,,home,,\n");

        record.Findings.Single(finding => finding.Check == "k6-lines").Seen.Should().EndWith(expected);
    }

    [Fact]
    public void A_last_line_that_breaks_off_is_a_killed_run()
    {
        ResultFile.Import($"{Header}http_reqs,1795759836,1.0,,,,true,,GET,home,HTTP/1.1,default,,200,,,home,,\nhttp_reqs,17957").Outcome.Should().Be(RunOutcome.Incomplete);
    }

    [Fact]
    public void A_metric_of_the_scripts_own_is_a_distribution_and_that_is_told()
    {
        var record = ResultFile.Import($"{Header}own,1795759836,3.0,,,,,,,,,default,,,,,,,\nown,1795759836,5.0,,,,,,,,,default,,,,,,,\n");

        record.Script!.Metrics.Single().Values["avg"].Should().Be(4);
        record.Findings.Single(finding => finding.Check == "k6-metric-kinds").Seen.Should().Be("CSV does not say of which kind a metric is: own is shown as a distribution");
    }
}
