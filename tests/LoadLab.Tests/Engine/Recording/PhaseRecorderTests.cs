using LoadLab.Core.Measurement;
using LoadLab.Engine.Recording;
using LoadLab.Sdk;

namespace LoadLab.Tests.Engine.Recording;

public sealed class PhaseRecorderTests : IDisposable
{
    private const string Whole = $"shop/{SeriesKey.WholeIteration}";
    private readonly List<string> _firsts = [];
    private readonly PhaseRecorder _recorder;

    /// <summary>A tick is a microsecond.</summary>
    public PhaseRecorderTests() => _recorder = new PhaseRecorder("load", ["shop"], 1_000_000, _firsts.Add);

    public void Dispose() => _recorder.Dispose();

    [Fact]
    public void An_iteration_is_counted_once_in_its_second_and_class()
    {
        Iterate(Response.Ok(statusCode: "200"), responseMicros: 30, serviceMicros: 20);
        Iterate(Response.Fail(statusCode: "500", failure: FailureKind.Status), responseMicros: 50, serviceMicros: 40);

        var (counts, lag, slices) = _recorder.Harvest(7);

        counts.Should().Be(new Counts(Scheduled: 2, Started: 2, Dropped: 0, Ok: 1, Failed: 1, Interrupted: 0));
        lag.TotalCount.Should().Be(2);
        slices.Select(slice => (slice.Second, slice.Key.Class, slice.Response.TotalCount, slice.Response.MaxMicros, slice.Service.MaxMicros)).Should().BeEquivalentTo(
            [(7, ResultClasses.Ok, 1L, 30L, 20L), (7, ResultClasses.Status5xx, 1L, 50L, 40L)]);
        _recorder.Harvest(8).Slices.Should().BeEmpty("it was taken already");
        _recorder.Totals.StatusCodes[Whole].Should().BeEquivalentTo(new Dictionary<string, long> { ["200"] = 1, ["500"] = 1 });
    }

    [Fact]
    public void What_is_not_measured_stays_out_of_the_measured_counts()
    {
        Iterate(Response.Ok(), measured: false);
        Iterate(Response.Ok());

        _recorder.Harvest(0);

        (_recorder.Totals.Measured.Ok, _recorder.Totals.Whole.Ok).Should().Be((1, 2));
    }

    [Fact]
    public void Threads_that_share_recorders_lose_nothing_while_it_is_taken()
    {
        const int Threads = 100;
        const int Each = 2_000;
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                Iterate(Response.Ok(statusCode: "200"), responseMicros: 30, serviceMicros: 20);
            }
        })).ToList();
        var (ok, recorded) = (0L, 0L);
        threads.ForEach(thread => thread.Start());
        while (threads.Exists(thread => thread.IsAlive))
        {
            Take();
        }

        Take();

        (ok, recorded).Should().Be((Threads * Each, Threads * Each));

        void Take()
        {
            var (counts, _, slices) = _recorder.Harvest(0);
            ok += counts.Ok;
            recorded += slices.Sum(slice => slice.Response.TotalCount);
        }
    }

    [Fact]
    public void Arrivals_that_never_start_are_dropped_and_none_is_lost()
    {
        _recorder.Scheduled(measured: true, dropped: true);
        _recorder.Scheduled(measured: true, dropped: false);
        _recorder.DroppedLate(measured: true);

        _recorder.Harvest(0).Counts.Should().Be(new Counts(Scheduled: 2, Started: 0, Dropped: 2, Ok: 0, Failed: 0, Interrupted: 0));
    }

    [Fact]
    public void An_iteration_that_was_cut_off_is_told_with_its_step_and_longest_wait()
    {
        var step = _recorder.StepIndex(0, "pay");
        _recorder.Interrupted(0, step, measured: true, stepTicks: 2_000, measuredServiceTicks: 0);
        _recorder.Interrupted(0, step, measured: false, stepTicks: 5_000, measuredServiceTicks: 0);

        _recorder.Harvest(0).Counts.Interrupted.Should().Be(2);
        _recorder.CutOff.Should().BeEquivalentTo([new { Scenario = "shop", Step = "pay", Measured = 1L, Unmeasured = 1L, LongestMs = 5.0 }]);
    }

    [Fact]
    public void A_kind_of_failure_keeps_its_first_second_and_first_message_and_is_told_once()
    {
        Fail("login", "401", "no such user");
        _recorder.Harvest(3);
        Fail("login", "401", "wrong password");
        Fail("login", "403", "locked");
        _recorder.Harvest(4);

        _recorder.Failures.Should().BeEquivalentTo(
        [
            new { Step = "login", Code = "401", Measured = 2L, FirstSecond = 3, Message = "no such user" },
            new { Step = "login", Code = "403", Measured = 1L, FirstSecond = 4, Message = "locked" },
        ]);
        _firsts.Should().Equal("First failure of shop / login: 401: no such user", "First failure of shop / login: 403: locked");
    }

    [Fact]
    public void Names_without_end_are_one_row()
    {
        for (var i = 0; i < StepTable.Limit + 100; i++)
        {
            var name = $"order {i}";
            _recorder.StepIndex(0, name).Should().Be(_recorder.StepIndex(0, new string(name)), "a name has one number");
        }

        _recorder.StepIndex(0, "one more").Should().Be(_recorder.StepIndex(0, StepTable.Overflow));
    }

    [Fact]
    public void Codes_without_end_are_one_row_and_all_are_counted()
    {
        for (var i = 0; i < 200; i++)
        {
            Iterate(Response.Ok(statusCode: $"code {i}"));
        }

        _recorder.Harvest(0);

        var codes = _recorder.Totals.StatusCodes[Whole];
        codes.Values.Sum().Should().Be(200);
        codes[StepTable.Overflow].Should().Be(150);
    }

    /// <summary>Threads record while the collector takes: what is taken adds up to what was recorded, exactly.</summary>
    [Fact]
    public async Task Nothing_is_lost_or_counted_twice_while_threads_record()
    {
        const int Threads = 4;
        const int Each = 50_000;
        var writers = Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    Iterate(Response.Ok(statusCode: "200"));
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        long ok = 0;
        long times = 0;
        for (var second = 0; ; second++)
        {
            var ended = writers.TrueForAll(writer => writer.IsCompleted);
            var (counts, _, slices) = _recorder.Harvest(second);
            ok += counts.Ok;
            times += slices.Sum(slice => slice.Response.TotalCount);
            if (ended)
            {
                break;
            }
        }

        await Task.WhenAll(writers);
        (ok, times).Should().Be((Threads * Each, Threads * Each));
        _recorder.Totals.StatusCodes[Whole]["200"].Should().Be(Threads * Each);
    }

    private void Iterate(IResponse response, bool measured = true, long responseMicros = 10, long serviceMicros = 10)
    {
        _recorder.Started(measured, lagTicks: 1, measuredThinkTicks: 0, scheduled: true);
        _recorder.Iteration(0, response, measured, responseMicros, serviceMicros, done: 0, measuredServiceTicks: serviceMicros);
    }

    private void Fail(string step, string code, string message) =>
        _recorder.Step(0, _recorder.StepIndex(0, step), Response.Fail(statusCode: code, message: message, failure: FailureKind.Status), measured: true, 10, 10);
}
