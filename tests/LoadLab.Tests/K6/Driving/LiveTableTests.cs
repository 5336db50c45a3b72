using System.Globalization;
using System.Text;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.K6.Driving;
using LoadLab.K6.Results;

namespace LoadLab.Tests.K6.Driving;

/// <summary>k6's points as they come, from the time of day to the seconds of the run.</summary>
public sealed class LiveTableTests
{
    private const string Steady = "[{name: steady, model: open, rate: 10/s, warmUp: 1s, hold: 3s, scenarios: read}]";
    private static readonly DateTimeOffset s_start = new(2026, 11, 27, 12, 0, 0, 250, TimeSpan.Zero);

    private readonly StringBuilder _lines = new();

    [Fact]
    public void Each_second_has_its_starts_ends_and_service_times_and_no_response_time()
    {
        Start(0.5, number: 0, offsetMs: 0, mark: "0u");
        Request(0.52, 20, "0u");
        Iteration(0.53, 30, "0u");
        Start(1.6, number: 11, offsetMs: 1_100, mark: "0m");
        Request(2.1, 500, "0m");
        Iteration(2.1, 500, "0m");
        var table = Read(Steady);

        var seconds = table.TakeUpTo(2);

        seconds.Select(second => (second.Second, second.Counts.Started, second.Counts.Ok, second.Measured)).Should().Equal((0, 1L, 1L, false), (1, 1L, 0L, true), (2, 0L, 1L, true));
        seconds[1].VirtualUsers.Should().Be(0, "all that had begun by the time of asking has ended");
        var slices = seconds.SelectMany(second => second.Slices).ToList();
        slices.Should().OnlyContain(slice => slice.Response.TotalCount == 0 && slice.Service.TotalCount == 1);
        slices.Select(slice => (slice.Second, slice.Key.Step, slice.Key.Scenario, slice.Key.Measured)).Should().BeEquivalentTo(
            [(0, "GET 127.0.0.1:1/", "read", false), (0, "*", "read", false), (2, "GET 127.0.0.1:1/", "read", true), (2, "*", "read", true)]);
    }

    [Fact]
    public void Lateness_is_the_time_from_when_k6s_executor_meant_an_iteration_to_start()
    {
        // Two segments: ramping-arrival-rate, whose iteration n starts at (n + 1) / 10 s.
        Start(0.5 + 0.1, number: 0, offsetMs: 100, mark: "0u");
        Start(0.5 + 1.24, number: 11, offsetMs: 1_240, mark: "0m");
        var table = Read(Steady);

        var lag = PackedHistogram.Merge(table.TakeUpTo(3).Select(second => second.Lag));

        (lag.TotalCount, lag.MinMicros, lag.MaxMicros).Should().Match<(long Count, long Min, long Max)>(seen => seen.Count == 2 && seen.Min == 0 && seen.Max >= 39_900 && seen.Max <= 40_300);
    }

    [Fact]
    public void A_dropped_arrival_makes_those_after_it_no_later()
    {
        Start(0.6, number: 0, offsetMs: 100, mark: "0u");
        Point("dropped_iterations", 1.5, 10, "\"scenario\":\"steady\"");
        Start(0.5 + 1.2, number: 1, offsetMs: 1_200, mark: "0m");
        var table = Read(Steady);

        PackedHistogram.Merge(table.TakeUpTo(3).Select(second => second.Lag)).MaxMicros.Should().BeLessThan(1_000);
        table.End(5).Phases[0].Whole.Should().Be(new Counts(12, 2, 10, 0, 0, 2));
    }

    [Fact]
    public void A_refused_connection_is_a_failure_and_in_no_percentile()
    {
        Start(1.6, number: 11, offsetMs: 1_100, mark: "0m");
        Point("http_req_duration", 1.7, 0, "\"scenario\":\"steady\",\"loadlab\":\"0m\",\"method\":\"GET\",\"name\":\"http://127.0.0.1:1/\",\"url\":\"http://127.0.0.1:1/\",\"status\":\"0\",\"error_code\":\"1212\",\"error\":\"connection refused\",\"expected_response\":\"false\"");
        Iteration(1.71, 110, "0m");
        var table = Read(Steady);

        var (seconds, phases) = table.End(5);

        var refused = seconds.SelectMany(second => second.Slices).Single(slice => slice.Key.Class == ResultClasses.Refused);
        ResultClasses.CountsForResponseTime(refused.Key.Class).Should().BeFalse();
        refused.Service.TotalCount.Should().Be(1);
        table.Instant.Should().Be(1);
        phases[0].Failures.Should().ContainSingle().Which.Should().Match<LoadLab.Core.Runs.FailureCount>(failure => failure.Measured == 1 && failure.Message == "connection refused" && failure.FirstSecond == 1);
    }

    [Fact]
    public void What_never_ended_was_broken_off_and_the_counts_add_up()
    {
        Start(1.6, number: 11, offsetMs: 1_100, mark: "0m");
        Start(1.7, number: 12, offsetMs: 1_200, mark: "0m");
        Iteration(1.8, 100, "0mf");
        var table = Read(Steady);

        var (seconds, phases) = table.End(6);

        phases[0].Measured.Should().Be(new Counts(2, 2, 0, 0, 1, 1));
        phases[0].Measured.AddUp.Should().BeTrue();
        seconds.Aggregate(default(Counts), (sum, second) => sum + second.Counts).Should().Be(phases[0].Whole);
    }

    [Fact]
    public void A_point_that_comes_late_is_not_lost()
    {
        Start(0.6, number: 0, offsetMs: 100, mark: "0u");
        var table = new LiveTable(DrivenPlan.Of(Steady).Phases, s_start);
        var collector = new ResultCollector(table);
        ReadInto(collector);
        table.TakeUpTo(2).Should().HaveCount(3);

        _lines.Clear();
        Request(1.2, 20, "0m");
        Iteration(1.2, 20, "0u");
        ReadInto(collector);

        table.TakeUpTo(3).Should().ContainSingle().Which.Counts.Ok.Should().Be(1);
        table.Late.Should().Be(2);
    }

    [Fact]
    public void What_k6s_clock_puts_after_the_end_is_counted()
    {
        Start(1.6, number: 11, offsetMs: 1_100, mark: "0m");
        Iteration(4.2, 100, "0m");
        var (seconds, phases) = Read(Steady).End(3.9);

        phases[0].Measured.Ok.Should().Be(1);
        seconds.SelectMany(second => second.Slices).Sum(slice => slice.Service.TotalCount).Should().Be(1);
        seconds.Aggregate(default(Counts), (sum, second) => sum + second.Counts).Should().Be(phases[0].Whole);
    }

    [Fact]
    public void With_think_time_the_module_tells_the_time_of_an_iteration()
    {
        Start(0.5, number: 0, offsetMs: 0, mark: "0m");
        Point("loadlab_iteration_ended", 0.53, 30, "\"scenario\":\"steady\",\"loadlab\":\"0m\"");
        Iteration(1.53, 1_030, "0m");
        var table = Read("[{name: steady, users: 1, hold: 3s, thinkTime: 1s, scenarios: read}]");

        var (seconds, phases) = table.End(3);

        phases[0].Measured.Ok.Should().Be(1);
        seconds.SelectMany(second => second.Slices).Should().ContainSingle().Which.Service.MaxMicros.Should().BeInRange(29_900, 30_300);
    }

    [Fact]
    public void A_k6_that_told_no_users_for_seconds_stood_still_and_a_tick_that_is_late_did_not()
    {
        Start(0.5, number: 0, offsetMs: 0, mark: "0m");
        foreach (var at in new[] { 0.5, 1.5, 2.9, 3.5, 7.5, 8.5 })
        {
            Point("vus", at, 1, "");
        }

        var table = Read("[{name: steady, users: 1, hold: 9s, scenarios: read}]");
        table.End(10);

        table.Standstills.Select(still => (Math.Round(still.From, 3), Math.Round(still.To, 3))).Should().Equal((4.5, 7.5));
        table.LoadStart.Should().BeApproximately(0.5, 1e-3);
    }

    [Fact]
    public void A_connection_that_k6_had_no_file_for_is_not_the_targets_failure()
    {
        Start(1.6, number: 11, offsetMs: 1_100, mark: "0m");
        Point("http_req_duration", 1.7, 0, "\"scenario\":\"steady\",\"loadlab\":\"0m\",\"method\":\"GET\",\"name\":\"x\",\"url\":\"http://127.0.0.1:1/\",\"status\":\"0\",\"error_code\":\"1213\",\"error\":\"dial: unknown errno 24 on linux with message `too many open files`\",\"expected_response\":\"false\"");
        Iteration(1.71, 110, "0m");

        Read(Steady).End(5).Phases[0].Connections.WithoutFile.Should().Be(1);
    }

    private LiveTable Read(string phases)
    {
        var table = new LiveTable(DrivenPlan.Of(phases).Phases, s_start);
        ReadInto(new ResultCollector(table));
        return table;
    }

    private void ReadInto(ResultCollector collector)
    {
        foreach (var own in new[] { "loadlab_iteration_started", "loadlab_iteration_ended" })
        {
            if (collector.Points == 0)
            {
                _lines.Insert(0, $"{{\"type\":\"Metric\",\"data\":{{\"name\":\"{own}\",\"type\":\"trend\",\"contains\":\"default\",\"thresholds\":[],\"submetrics\":null}},\"metric\":\"{own}\"}}\n");
            }
        }

        using var all = new LineSource(new MemoryStream(Encoding.UTF8.GetBytes(_lines.ToString())), CancellationToken.None);
        new NdjsonReader(all, collector).Read();
        collector.Faults.Count.Should().Be(0, collector.Faults.ToString());
    }

    private void Start(double at, long number, long offsetMs, string mark) =>
        Point("loadlab_iteration_started", at, (number * 134_217_728) + offsetMs, $"\"scenario\":\"steady\",\"loadlab\":\"{mark}\"");

    private void Request(double at, double milliseconds, string mark) => Point(
        "http_req_duration", at, milliseconds, $"\"scenario\":\"steady\",\"loadlab\":\"{mark}\",\"method\":\"GET\",\"name\":\"http://127.0.0.1:1/\",\"url\":\"http://127.0.0.1:1/\",\"status\":\"200\",\"expected_response\":\"true\"");

    private void Iteration(double at, double milliseconds, string mark) => Point("iteration_duration", at, milliseconds, $"\"scenario\":\"steady\",\"loadlab\":\"{mark}\"");

    private void Point(string metric, double at, double value, string tags) => _lines.Append(
        CultureInfo.InvariantCulture, $"{{\"metric\":\"{metric}\",\"type\":\"Point\",\"data\":{{\"time\":\"{s_start.AddSeconds(at).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}\",\"value\":{value},\"tags\":{{{tags}}}}}}}\n");
}
