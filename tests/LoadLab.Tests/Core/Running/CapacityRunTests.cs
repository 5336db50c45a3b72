using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Sdk;
using LoadLab.Tests.Core.Capacity.Search;
using LoadLab.Tests.Core.Evaluation.Slos;
using Microsoft.Extensions.Time.Testing;

namespace LoadLab.Tests.Core.Running;

public sealed class CapacityRunTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Watcher _watcher = new();

    [Fact]
    public async Task Steps_begin_at_the_first_load_and_double_while_they_hold()
    {
        var run = Create(SearchSample.Plan);

        var first = (await run.NextAsync(null, _ => null, default))!;
        var second = (await run.NextAsync(SearchSample.Step(SearchSample.Fast), _ => null, default))!;

        (first.Name, first.MeasuredDuration, first.ToHoldSeconds).Should().Be(("rate-100", TimeSpan.FromSeconds(60), 60));
        first.Segments.Take(2).Should().Equal(
            new LoadSegment(Simulation.RampingInject(100, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)), false),
            new LoadSegment(Simulation.Inject(100, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(12)), false));
        second.Name.Should().Be("rate-300", "150 held");
        _watcher.Lines.Should().Equal("next 1 100 Grow", "step 1 Holds null 150 null", "next 2 300 Grow");
    }

    [Fact]
    public async Task Users_are_there_from_the_start_and_think_first()
    {
        var run = Create(SearchSample.Plan with { Searches = [new CapacityRange(CapacityModel.Users, 50, 500, 1)] });

        var step = (await run.NextAsync(null, _ => null, default))!;

        (step.Name, step.StartsThinking, step.MaxVirtualUsers).Should().Be(("users-50", true, 50));
    }

    [Fact]
    public async Task No_step_begins_that_its_time_is_too_short_for()
    {
        var run = Create(SearchSample.Plan with { MostSeconds = 100 });

        (await run.NextAsync(null, _ => null, default)).Should().NotBeNull();
        _time.Advance(TimeSpan.FromSeconds(72));

        (await run.NextAsync(SearchSample.Step(SearchSample.Fast), _ => null, default)).Should().BeNull();
    }

    [Fact]
    public async Task Two_searches_share_the_time()
    {
        var run = Create(SearchSample.Plan with { MostSeconds = 320, Searches = [.. SearchSample.Plan.Searches, new CapacityRange(CapacityModel.Users, 50, 500, 1)] });

        (await run.NextAsync(null, _ => null, default))!.Name.Should().Be("rate-100");
        _time.Advance(TimeSpan.FromSeconds(75));
        (await run.NextAsync(SearchSample.Step(SearchSample.Fast), _ => null, default))!.Name.Should().Be("rate-300", "85 of 160 s are left, and a step takes 76");
        _time.Advance(TimeSpan.FromSeconds(75));
        (await run.NextAsync(SearchSample.Step(SearchSample.Fast), _ => null, default))!.Name.Should().Be("users-50", "the time of the first search is over");
    }

    [Fact]
    public async Task After_an_overload_it_waits_until_the_queue_is_empty_and_queries_are_fast_again()
    {
        var latest = new Dictionary<string, double> { [MeasureNames.QueueLength] = 0, [MeasureNames.DbPing] = 4 };
        var run = Create(SearchSample.Plan);
        await run.NextAsync(null, Latest, default);
        await run.NextAsync(SearchSample.Step(SearchSample.Fast), Latest, default);
        (latest[MeasureNames.QueueLength], latest[MeasureNames.DbPing]) = (80, 900);

        var next = run.NextAsync(SearchSample.Step(SearchSample.Slow), Latest, default);
        Advance(10);
        next.IsCompleted.Should().BeFalse("80 items wait");
        latest[MeasureNames.QueueLength] = 0;
        Advance(10);
        next.IsCompleted.Should().BeFalse("a query takes 900 ms");
        latest[MeasureNames.DbPing] = 6;
        await Finish(next);

        (await next).Should().NotBeNull();

        double? Latest(string measure) => latest.TryGetValue(measure, out var value) ? value : null;
    }

    [Fact]
    public async Task A_queue_that_never_empties_is_told_and_not_waited_for_for_ever()
    {
        var queue = 0.0;
        var run = Create(SearchSample.Plan);
        await run.NextAsync(null, Latest, default);
        queue = 80;

        var next = run.NextAsync(SearchSample.Step(SearchSample.Slow), Latest, default);
        await Finish(next);

        (await next).Should().NotBeNull();
        _watcher.Lines.Should().Contain("queue.length is still at 80 60 s after the overload; going on.");

        double? Latest(string measure) => measure == MeasureNames.QueueLength ? queue : null;
    }

    [Fact]
    public async Task A_stop_in_the_pause_ends_it()
    {
        using var stop = new CancellationTokenSource();
        var run = Create(SearchSample.Plan);
        await run.NextAsync(null, _ => null, stop.Token);

        var next = run.NextAsync(SearchSample.Step(SearchSample.Slow), _ => null, stop.Token);
        await stop.CancelAsync();

        (await next).Should().BeNull();
    }

    [Fact]
    public async Task Users_begin_where_Littles_law_puts_the_answer_of_the_rate()
    {
        var run = Create(SearchSample.Plan with { MostSeconds = 200, Searches = [.. SearchSample.Plan.Searches, new CapacityRange(CapacityModel.Users, 50, 5_000, 1)] }, think: 4);
        await run.NextAsync(null, _ => null, default);
        (await run.NextAsync(SearchSample.Step(SearchSample.Fast), _ => null, default))!.Name.Should().Be("rate-300");
        _time.Advance(TimeSpan.FromSeconds(120));

        var next = run.NextAsync(SearchSample.Steps((SearchSample.Slow, 300)), _ => null, default);
        await Finish(next);
        var first = await next;

        // Between 150/s, which held, and 300/s, which broke, with 4 s of think time: about 212 × 4, of which 80 %.
        first!.Name.Should().StartWith("users-");
        int.Parse(first.Name["users-".Length..], System.Globalization.CultureInfo.InvariantCulture).Should().BeInRange(500, 950);
    }

    [Fact]
    public async Task A_step_whose_backlog_shrinks_is_not_ended()
    {
        var run = Create(SearchSample.Plan);
        await run.NextAsync(null, _ => null, default);
        var slow = SearchSample.Step(SearchSample.Slow);
        LoadSecond Second(int at, double inFlight) => slow.Seconds[at] with { InFlight = inFlight, Slices = [.. slow.Slices.Where(slice => slice.Second == slow.Seconds[at].Second)] };

        foreach (var at in Enumerable.Range(0, 3))
        {
            run.IsOver(Second(at, 2_600 - (150 * at)) with { Measured = false });
        }

        Enumerable.Range(0, 12).Select(at => run.IsOver(Second(at, 2_000 - (150 * at)))).Should().NotContain(true, "it works off what had piled up");
        Enumerable.Range(12, 12).Select(at => run.IsOver(Second(at, 500))).Should().Contain(true);
    }

    private void Advance(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private async Task Finish(Task task)
    {
        for (var i = 0; i < 200 && !task.IsCompleted; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private CapacityRun Create(CapacityPlan capacity, double think = 0)
    {
        var record = new RecordBuilder().Build();
        record = record with { Plan = record.Plan with { Phases = [record.Plan.Phases[0] with { ThinkTime = new ThinkTime(TimeSpan.FromSeconds(think), ThinkTimeDistribution.Exponential) }, record.Plan.Phases[1]] } };
        return new CapacityRun(
            record.Plan with { Capacity = capacity, Phases = [.. capacity.Searches.Select(search => record.Plan.Phases[search.Model == CapacityModel.Rate ? 1 : 0])] }, RecordBuilder.Catalogue, _time, _watcher);
    }

    private sealed class Watcher : ICapacityObserver
    {
        public List<string> Lines { get; } = [];

        public void OnNext(int number, CapacityModel model, double load, SearchStage stage, TimeSpan length) => Lines.Add(FormattableString.Invariant($"next {number} {load} {stage}"));

        public void OnStep(int number, JudgedStep step, double? load, double? low, double? high) =>
            Lines.Add(FormattableString.Invariant($"step {number} {step.Step.Outcome} {Text(load)} {Text(low)} {Text(high)}"));

        public void OnMessage(string line) => Lines.Add(line);

        private static string Text(double? value) => value is { } number ? FormattableString.Invariant($"{number}") : "null";
    }
}
