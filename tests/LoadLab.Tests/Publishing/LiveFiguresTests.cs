using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Publishing.Live;

namespace LoadLab.Tests.Publishing;

/// <summary>What the instruments are told of the seconds of a run.</summary>
public sealed class LiveFiguresTests
{
    private readonly ConcurrentQueue<(string Name, double Value, Dictionary<string, string> Tags)> _seen = new();

    [Fact]
    public async Task Requests_are_counted_by_class_and_a_scenario_without_steps_is_a_request_itself()
    {
        await using var figures = new LiveFigures(0);
        using var listener = Listen(figures);
        figures.OnSecond(Second(0, Slice("shop", "browse", ResultClasses.Ok, 3), Slice("shop", "*", ResultClasses.Ok, 3), Slice("shop", "browse", ResultClasses.Timeout, 1), Slice("ping", "*", ResultClasses.Ok, 2)));

        await figures.DrainAsync();

        Of("loadlab.requests").Select(seen => (seen.Tags["scenario"], seen.Tags["step"], seen.Tags["class"], seen.Value))
            .Should().BeEquivalentTo([("shop", "browse", "ok", 3.0), ("shop", "browse", "timeout", 1), ("ping", "*", "ok", 2)]);
        Of("loadlab.request.duration").Should().HaveCount(6).And.OnlyContain(seen => Math.Abs(seen.Value - 0.005) < 0.0000025);
        Of("loadlab.request.duration").Count(seen => seen.Tags["result"] == "failed").Should().Be(1);
        figures.Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task More_steps_than_the_bound_are_one_other_and_a_finding()
    {
        await using var figures = new LiveFigures(0);
        using var listener = Listen(figures);
        var slices = Enumerable.Range(0, LiveFigures.MostSteps + 2).Select(i => Slice("shop", $"order-{i}", ResultClasses.Ok, 1)).ToArray();
        figures.OnSecond(Second(0, slices));
        figures.OnSecond(Second(1, slices[^1]));

        await figures.DrainAsync();

        Of("loadlab.requests").Select(seen => seen.Tags["step"]).Distinct().Should().HaveCount(LiveFigures.MostSteps + 1);
        Of("loadlab.requests").Where(seen => seen.Tags["step"] == "other").Sum(seen => seen.Value).Should().Be(3);
        figures.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Check = "live-labels", Severity = FindingSeverity.Warning });
        figures.Findings[0].Seen.Should().StartWith("step has 102 values; the live figures of 2 of them");
    }

    [Fact]
    public async Task An_instrument_has_no_value_before_there_is_one()
    {
        await using var figures = new LiveFigures(0);
        using var listener = Listen(figures);
        figures.OnHealth(new HealthSecond(0, 0.5, double.NaN, 1, 0, 2, 1, 1000));
        await figures.DrainAsync();

        listener.RecordObservableInstruments();

        Of("loadlab.generator.cpu").Should().ContainSingle().Which.Value.Should().Be(0.5);
        Of("loadlab.generator.machine.cpu").Should().BeEmpty("the system did not say");
        Of("loadlab.virtual.users").Should().BeEmpty();
        Of("loadlab.second").Should().BeEmpty();
    }

    [Fact]
    public async Task The_gauges_of_a_phase_end_with_it()
    {
        await using var figures = new LiveFigures(0);
        using var listener = Listen(figures);
        foreach (var second in Enumerable.Range(0, 3))
        {
            figures.OnSecond(Second(second));
            figures.OnSecond(Second(second) with { Phase = "beside" });
        }

        // "steady" and "beside" are over, and "peak" runs.
        figures.OnSecond(Second(3) with { Phase = "peak" });
        figures.OnSecond(Second(4) with { Phase = "peak" });
        await figures.DrainAsync();

        listener.RecordObservableInstruments();

        foreach (var (gauge, runs) in new[] { ("loadlab.virtual.users", 3), ("loadlab.iterations.in.flight", 1.5), ("loadlab.phase", 1) })
        {
            Of(gauge).ToDictionary(seen => seen.Tags["phase"], seen => seen.Value).Should().BeEquivalentTo(new Dictionary<string, double> { ["steady"] = 0, ["beside"] = 0, ["peak"] = runs }, gauge);
        }
    }

    [Fact]
    public async Task When_the_load_has_ended_nothing_is_measured_and_nobody_is_there()
    {
        await using var figures = new LiveFigures(0);
        using var listener = Listen(figures);
        figures.OnSecond(Second(0));
        figures.OnLoadEnded(RunOutcome.Completed);
        await figures.DrainAsync();

        listener.RecordObservableInstruments();

        Of("loadlab.phase").Concat(Of("loadlab.virtual.users")).Concat(Of("loadlab.iterations.in.flight")).Select(seen => seen.Value).Should().Equal(0, 0, 0);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void Starts_behind_schedule_are_a_run_in_doubt_from_the_number_on_that_moves_a_percentile(int late, bool holds)
    {
        var validity = new LiveValidity(0);
        validity.Add(Second(0) with { Lag = Histogram(20_000, late) });

        validity.State.Should().Contain((LiveValidity.ScheduleLag, holds));
    }

    [Fact]
    public void Late_starts_of_phases_that_run_at_once_add_up_for_each()
    {
        var validity = new LiveValidity(0);
        foreach (var second in Enumerable.Range(0, 5))
        {
            validity.State.Should().Contain((LiveValidity.ScheduleLag, true));
            validity.Add(Second(second) with { Lag = Histogram(20_000, 1) });
            validity.Add(Second(second) with { Phase = "beside", Lag = Histogram(1, 1000) });
        }

        validity.State.Should().Contain((LiveValidity.ScheduleLag, false));
    }

    [Fact]
    public void A_dropped_arrival_of_the_warm_up_does_not_count()
    {
        var validity = new LiveValidity(0);
        validity.Add(Second(0) with { Measured = false, Counts = new Counts(2, 1, 1, 1, 0, 0) });
        validity.State.Should().Contain((LiveValidity.Dropped, true));

        validity.Add(Second(1) with { Counts = new Counts(2, 1, 1, 1, 0, 0) });
        validity.State.Should().Contain((LiveValidity.Dropped, false));
    }

    private IEnumerable<(string Name, double Value, Dictionary<string, string> Tags)> Of(string name) => _seen.Where(seen => seen.Name == name);

    private MeterListener Listen(LiveFigures figures)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (figures.Instruments.Has(instrument))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>(See);
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, state) => See(instrument, value, tags, state));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, state) => See(instrument, value, tags, state));
        listener.Start();
        return listener;
    }

    private void See(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, tag) in tags)
        {
            named[key] = (string)tag!;
        }

        _seen.Enqueue((instrument.Name, value, named));
    }

    private static LoadSlice Slice(string scenario, string step, string resultClass, long count) =>
        new(0, new SeriesKey("steady", scenario, step, resultClass, Measured: true), Histogram(5000, count), Histogram(5000, count));

    private static LoadSecond Second(int second, params LoadSlice[] slices) => new()
    {
        Second = second,
        Phase = "steady",
        Measured = true,
        Counts = new Counts(1, 1, 0, 1, 0, 0),
        VirtualUsers = 3,
        InFlight = 1.5,
        Lag = PackedHistogram.Empty,
        Slices = slices,
    };

    private static PackedHistogram Histogram(long micros, long count)
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < count; i++)
        {
            histogram.Record(micros);
        }

        return histogram.Pack();
    }
}
