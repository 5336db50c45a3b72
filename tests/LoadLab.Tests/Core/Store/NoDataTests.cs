using System.Text.Json;
using System.Text.Json.Nodes;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Tests.Core.Store;

/// <summary>No data is no number: what was not measured is null in the run document.</summary>
public sealed class NoDataTests
{
    private static readonly string[] s_times = ["mean", "p50", "p75", "p90", "p95", "p99", "p99_9", "max"];

    [Fact]
    public void A_step_without_a_sample_has_no_times()
    {
        // All of it was refused: it failed, and nothing was timed.
        var refused = StoredSample.Record with { Slices = [.. StoredSample.Record.Slices.Select(slice => slice with { Key = slice.Key with { Class = ResultClasses.Refused } })] };

        var phase = Phase(refused);

        foreach (var step in phase["steps"]!.AsArray())
        {
            foreach (var times in new[] { step!["responseTimeMs"]!, step["serviceTimeMs"]! })
            {
                times["samples"]!.GetValue<long>().Should().Be(0);
                s_times.Should().OnlyContain(name => times.AsObject().ContainsKey(name) && times[name] == null);
            }
        }
    }

    [Fact]
    public void A_phase_that_measured_nothing_has_no_rate_no_lag_no_reuse_and_no_users()
    {
        var record = StoredSample.Record;
        var phase = Phase(record with
        {
            Slices = [],
            Seconds = [.. record.Seconds.Select(second => second with { Lag = LoadLab.Core.Measurement.Histograms.PackedHistogram.Empty, InFlight = double.NaN })],
            Phases = [record.Phases[0] with { MeasuredSeconds = 0, Measured = default, Connections = new ConnectionCounts(0, 0, 34), Little = new LittlesLaw(double.NaN, double.NaN, double.NaN, double.NaN, 0, double.NaN) }],
        });

        phase["throughputPerSecond"].Should().BeNull();
        phase["scheduleLagMs"]!.AsObject().Select(lag => lag.Value).Should().OnlyContain(value => value == null);
        phase["connections"]!["reuseRatio"].Should().BeNull("nobody ever connected");
        phase["littlesLaw"]!["users"].Should().BeNull();
    }

    [Fact]
    public void A_second_without_a_sample_of_what_is_in_flight_has_none_and_reads_back()
    {
        var record = StoredSample.Record with { Seconds = [.. StoredSample.Record.Seconds.Select(second => second with { InFlight = double.NaN })] };

        var json = RunDocumentWriter.ToJson(record, null);

        JsonNode.Parse(json)!["perSecond"]![0]!["inFlight"].Should().BeNull();
        RunDocumentReader.ToRecord(RunDocumentReader.Parse(json), []).Seconds.Should().OnlyContain(second => double.IsNaN(second.InFlight));
    }

    [Fact]
    public void What_failed_is_in_the_document_and_comes_back()
    {
        var kind = new FailureCount("student", "login", ResultClasses.StatusOther, "401", 34, 4, 9, "Unauthorized", "{\"error\":\"no\"}");
        var record = StoredSample.Record with
        {
            Phases = [StoredSample.Record.Phases[0] with { Failures = [kind], CutOff = [new("student", "login", 2, 1, 12.5)], Blocked = [new("student", "login", 3, 2, 200, 210)] }],
            Health = [StoredSample.Record.Health[0] with { TimerLateMs = 2, ThreadWaitMs = 700 }],
        };

        var json = RunDocumentWriter.ToJson(record, null);

        var told = JsonNode.Parse(json)!["phases"]![0]!["failures"]![0]!;
        told.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Should().Be(
            "{\"scenario\":\"student\",\"step\":\"login\",\"class\":\"status\",\"code\":\"401\",\"measured\":34,\"unmeasured\":4,\"firstSecond\":9,\"message\":\"Unauthorized\",\"body\":\"{\\\"error\\\":\\\"no\\\"}\"}");
        var read = RunDocumentReader.ToRecord(RunDocumentReader.Parse(json), []);
        read.Phases[0].Should().BeEquivalentTo(record.Phases[0], options => options.Including(phase => phase.Failures).Including(phase => phase.CutOff).Including(phase => phase.Blocked));
        read.Health[0].Should().Be(record.Health[0]);
    }

    [Fact]
    public void A_run_that_an_older_LoadLab_wrote_reads_with_its_zeros()
    {
        var old = JsonNode.Parse(RunDocumentWriter.ToJson(StoredSample.Record, StoredSample.Evaluation))!;
        var phase = old["phases"]![0]!.AsObject();
        phase.Remove("failures");
        phase.Remove("cutOff");
        phase["throughputPerSecond"] = 0;
        phase["connections"]!["reuseRatio"] = 1;
        phase["steps"]![0]!["responseTimeMs"]!["p50"] = 0;
        old["health"]![0]!.AsObject().Remove("timerLateMs");
        old["health"]![0]!.AsObject().Remove("threadWaitMs");

        var read = RunDocumentReader.ToRecord(RunDocumentReader.Parse(System.Text.Encoding.UTF8.GetBytes(old.ToJsonString())), StoredSample.Record.Slices);

        read.Phases[0].Failures.Should().BeEmpty();
        double.IsNaN(read.Health[0].TimerLateMs).Should().BeTrue();
        FailureTable.Of(read, measured: true).Should().ContainSingle().Which.Should().Match<FailureRow>(row => row.Kind == "timeout" && row.Message == "no answer in 5 s" && row.FirstSecond == 2);
    }

    private static JsonNode Phase(RunRecord record) => JsonNode.Parse(RunDocumentWriter.ToJson(record, null))!["phases"]![0]!;
}
