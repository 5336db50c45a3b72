using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Capacity.Search;

/// <summary>
/// Steps against stubs whose limit is known: a pool of connections, the CPU, background workers. What piles up follows from the rates alone: with more arrivals than the stub serves, what is
/// in flight grows by the difference each second, and a request waits for what is before it.
/// </summary>
public sealed class StepAttributionTests
{
    private const int Rate = 150;

    [Fact]
    public void A_pool_that_is_the_limit_is_the_cause() =>
        Why(PoolStub()).Should().StartWith("API response time P95 broke first, because the API's connection pool was full: 10 of 10 in use, and up to ");

    [Fact]
    public void A_pool_whose_samples_are_lost_while_it_fills_is_the_cause()
    {
        var stub = PoolStub();
        foreach (var measure in new[] { MeasureNames.DbPoolUsed, MeasureNames.DbPoolMax, MeasureNames.DbPoolPending })
        {
            var seen = stub.Probes[measure];
            stub.Probes[measure] = second => second is > 1 and < 20 ? double.NaN : seen(second);
        }

        Why(stub).Should().StartWith("API response time P95 broke first, because the API's connection pool was full: 10 of 10 in use, and up to ");
    }

    [Fact]
    public void A_pool_that_is_handing_over_its_connections_is_full_when_as_many_wait()
    {
        var stub = PoolStub();
        stub.Probes[MeasureNames.DbPoolUsed] = second => 6 + (second % 3);

        Why(stub).Should().StartWith("API response time P95 broke first, because the API's connection pool was full: 8 of 10 in use, and up to ");
    }

    [Fact]
    public void A_pool_of_which_more_is_wanted_than_it_has_is_the_cause_as_the_chart_shows_it()
    {
        var stub = PoolStub();
        stub.Probes[MeasureNames.DbPoolUsed] = _ => 8;
        stub.Probes[MeasureNames.DbPoolPending] = _ => 5;

        Why(stub).Should().StartWith("API response time P95 broke first, because more connections were wanted than the API's pool has: 8 of 10 in use, and up to 5 requests waited for a connection");
        Busiest(stub).Should().Be("full");
    }

    [Fact]
    public void What_the_chart_shows_as_full_is_never_told_as_nothing_saturated()
    {
        var stub = PoolStub();
        foreach (var measure in new[] { MeasureNames.DbPoolUsed, MeasureNames.DbPoolMax, MeasureNames.DbPoolPending })
        {
            var seen = stub.Probes[measure];
            stub.Probes[measure] = second => second == 30 ? seen(second) : double.NaN;
        }

        Why(stub).Should().Be("API response time P95 broke first; what broke it was not seen for sure: over the whole step the connection pool of the API was full");
        Busiest(stub).Should().Be("full");
    }

    [Fact]
    public void A_memory_that_is_full_is_told_too()
    {
        var stub = Piling(capacity: 140);
        stub.Probes[MeasureNames.RedisMemoryUsed] = _ => 250e6;

        Why(stub).Should().Be("API response time P95 broke first; what broke it was not seen for sure: over the whole step the memory of Redis was 98 % full");
    }

    [Fact]
    public void A_CPU_that_is_the_limit_is_the_cause_and_the_pool_that_fills_behind_it_stands_beside_it()
    {
        var (stub, busy) = CpuStub(pool: 50);

        Why(stub, busy).Should().StartWith("API response time P95 broke first, because the machine's CPU was 100 % busy, most of it by api (1.7 cores); with it the API's connection pool was full: 50 of 50");
    }

    [Fact]
    public void What_fills_only_after_the_crossing_is_a_consequence()
    {
        var (stub, _) = CpuStub(pool: 110);

        Why(stub).Should().StartWith("API response time P95 broke first; nothing that LoadLab watches was saturated by then; after it the API's connection pool was full: 110 of 110");
    }

    [Fact]
    public void Workers_that_are_the_limit_are_the_cause_of_their_queue()
    {
        var stub = QueueStub();

        var step = Judge(stub);

        step.BrokenSlo.Should().Be("queue-length");
        step.Reason.Should().StartWith("Background queue length broke first, because the background workers did not keep up: the queue grew from ");
    }

    [Fact]
    public void A_queue_of_background_work_slows_no_request()
    {
        var stub = QueueStub();
        stub.ResponseMicros = (_, second, _) => second - RecordBuilder.PhaseSeconds < 3 ? 20_000 : 2_000_000;

        var reason = Judge(stub).Reason;

        reason.Should().StartWith("API response time P95 broke first; nothing that LoadLab watches was saturated by then; after it the background workers did not keep up");
    }

    [Fact]
    public void A_queue_that_is_over_without_growing_says_what_it_was_at()
    {
        var stub = QueueStub();
        stub.Probes[MeasureNames.QueueLength] = second => 900 - (second % 4);

        Judge(stub).Reason.Should().StartWith("Background queue length broke first: queue.length");
    }

    [Fact]
    public void The_row_that_was_crossed_first_is_named_and_not_the_first_of_the_catalogue()
    {
        var stub = QueueStub();
        stub.ResponseMicros = (_, second, _) => second - RecordBuilder.PhaseSeconds < 30 ? 20_000 : 2_000_000;

        Judge(stub).BrokenSlo.Should().Be("queue-length", "it was over long before response times were");
    }

    [Fact]
    public void A_generator_that_was_late_is_no_cause_of_what_the_target_broke()
    {
        var stub = PoolStub();
        stub.LagMicros = 60_000;

        var reason = Why(stub);

        reason.Should().StartWith("API response time P95 broke first, because the API's connection pool was full");
        reason.Should().Contain("; the generator was late beside it (schedule-lag: ").And.EndWith("and by less than the row is over its limit");
    }

    [Fact]
    public void Of_a_target_that_nobody_looks_into_nothing_is_said()
    {
        var stub = SearchSample.Slow;
        stub.Probes.Clear();
        stub.Probes[MeasureNames.CpuMachine] = _ => 0.2;
        stub.Probes[MeasureNames.DbPoolUsed] = _ => double.NaN;

        var record = SearchSample.Step(stub);
        StepJudge.Of(record with { Probes = [.. record.Probes.Where(series => series.Points.Count > 0)] }, RecordBuilder.Catalogue).Step.Reason
            .Should().Be("API response time P95 broke first; LoadLab watches nothing of this target that could say why");
    }

    [Fact]
    public void Of_requests_that_failed_the_answer_is_the_cause_and_a_busy_machine_stands_beside_it()
    {
        var stub = new RecordBuilder { Class = (_, _, _) => ResultClasses.Status5xx, Fingerprint = { ["cpu.count"] = "2" }, Probes = { ["cpu.api"] = _ => 1.7 } };

        var step = Judge(stub, busy: 1);

        step.BrokenSlo.Should().Be("api-errors");
        step.Reason.Should().StartWith("API failed requests broke first, because the target answered with a status of 500 or above: ").And.Contain("; with it the machine's CPU was 100 % busy");
        CapacityEvaluator.Evaluate(SearchSample.Step(stub), RecordBuilder.Catalogue).Capacity.Single().Notes.Should().ContainMatch("In the only step more than 50 % of the requests failed*");
    }

    [Fact]
    public void A_process_that_uses_one_core_of_several_and_no_more_is_the_cause()
    {
        var stub = Piling(capacity: 140);
        stub.Fingerprint["cpu.count"] = "8";
        stub.Probes["cpu.redis"] = second => 0.97 + (second % 3 * 0.01);
        stub.Probes["cpu.api"] = second => 0.6 + (second % 9 * 0.1);

        Why(stub).Should().StartWith("API response time P95 broke first, because redis used one of the machine's 8 cores, all of it and no more, as a process does that can use only one");
    }

    /// <summary>10 connections of 80 ms each: 125 requests a second.</summary>
    private static RecordBuilder PoolStub()
    {
        const double Capacity = 10 / 0.080;
        var stub = Piling(Capacity);
        stub.Probes[MeasureNames.DbPoolMax] = _ => 10;
        stub.Probes[MeasureNames.DbPoolUsed] = second => Math.Min(10, InFlight(second, Capacity));
        stub.Probes[MeasureNames.DbPoolPending] = second => Math.Max(0, InFlight(second, Capacity) - 10);
        return stub;
    }

    /// <summary>14 ms of two cores for each request: 142.9 of them a second.</summary>
    private static (RecordBuilder Stub, double Busy) CpuStub(int pool)
    {
        const double Capacity = 2 / 0.014;
        var stub = Piling(Capacity);
        stub.Fingerprint["cpu.count"] = "2";
        stub.Probes["cpu.api"] = _ => 1.7;
        stub.Probes["cpu.postgres"] = _ => 0.1;
        stub.Probes[MeasureNames.DbPoolMax] = _ => pool;
        stub.Probes[MeasureNames.DbPoolUsed] = second => Math.Min(pool, InFlight(second, Capacity));
        stub.Probes[MeasureNames.DbPoolPending] = second => Math.Max(0, InFlight(second, Capacity) - pool);
        return (stub, 1.0);
    }

    /// <summary>Workers that do 30 jobs a second less than come.</summary>
    private static RecordBuilder QueueStub() => new() { Probes = { [MeasureNames.QueueLength] = second => 30 * second } };

    private static RecordBuilder Piling(double capacity) => new()
    {
        ResponseMicros = (_, second, i) => 20_000 + (long)(1e6 * InFlight(second - RecordBuilder.PhaseSeconds, capacity) / capacity) + (i * 10),
    };

    private static double InFlight(int second, double capacity) => (capacity * 0.02) + ((Rate - capacity) * Math.Max(0, second));

    private static string Why(RecordBuilder stub, double busy = 0.5)
    {
        var step = Judge(stub, busy);
        (step.Outcome, step.BrokenSlo).Should().Be((StepOutcome.Breaks, "api-response-p95"));
        return step.Reason;
    }

    private static string Busiest(RecordBuilder stub) => CapacityText.Busy(Judge(stub).Resources.MaxBy(use => use.BusyRatio)!);

    private static CapacityStep Judge(RecordBuilder stub, double busy = 0.5)
    {
        var record = SearchSample.Step(stub, SearchSample.Plan with { Slos = ["api-response-p95", "api-errors", "queue-length"] });
        return StepJudge.Of(record with { Health = [.. record.Health.Select(second => second with { MachineCpuRatio = busy, ProcessCpu = 0.1 })] }, RecordBuilder.Catalogue).Step;
    }
}
