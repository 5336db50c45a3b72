using LoadLab.K6.Driving;

namespace LoadLab.Tests.K6.Driving;

/// <summary>How long is waited for a k6 that hangs.</summary>
public sealed class K6PatienceTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly K6Patience _patience = new(DrivenPlan.Of("[{name: steady, users: 1, hold: 300s, drain: 5s, scenarios: read}]").Phases, s_minute, s_minute);
    private readonly List<(int Second, string Text)> _told = [];

    [Fact]
    public void One_that_hands_its_points_over_and_ends_is_left_alone()
    {
        Pass(0, 305, second => second, loadStart: 0);

        (_patience.GivenUp, _told.Count).Should().Be((null, 0));
    }

    [Fact]
    public void One_that_falls_silent_is_told_after_10_s_and_given_up_after_60()
    {
        Pass(0, 170, second => Math.Min(second, 100), loadStart: 0);

        _told.Should().Equal((110, "k6 has handed over nothing for 10 s."));
        _patience.GivenUp.Should().Be("k6 handed over nothing for 60 s while it should make load, and was killed");
    }

    [Fact]
    public void Silence_that_ends_is_forgotten()
    {
        Pass(0, 250, second => second / 40, loadStart: 0);

        _told.Should().HaveCountGreaterThan(3);
        _patience.GivenUp.Should().BeNull();
    }

    [Fact]
    public void Users_and_setup_have_their_time_and_no_more()
    {
        Pass(0, 659, _ => 0, double.NaN);
        _told.Select(one => one.Second).Should().StartWith([10, 70, 130]);
        _patience.GivenUp.Should().BeNull();

        Pass(660, 662, _ => 0, double.NaN);
        _patience.GivenUp.Should().Be("k6 had not begun the load after 660 s");
    }

    [Fact]
    public void After_its_plan_it_has_time_for_teardown_and_summary()
    {
        Pass(0, 305, second => second, loadStart: 0);
        Pass(306, 484, _ => 305, loadStart: 0);
        _patience.GivenUp.Should().BeNull();

        Pass(485, 487, _ => 305, loadStart: 0);
        _patience.GivenUp.Should().Be("k6 did not end within 180 s after its plan, and was killed");
        _told[0].Should().Be((315, "k6 is over with its load and has not ended: it runs teardown(), or makes its summary."));
    }

    [Fact]
    public void One_that_was_asked_to_stop_has_time_for_teardown_alone()
    {
        Pass(0, 20, second => second, loadStart: 0);
        Pass(21, 91, second => second, loadStart: 0, isStopping: true);
        _told.Should().Equal((31, "Waiting for k6 to end, 70 s at most."));
        _patience.GivenUp.Should().BeNull();

        Pass(92, 93, second => second, loadStart: 0, isStopping: true);
        _patience.GivenUp.Should().Be("k6 did not end within 70 s after it was asked to stop");
    }

    private void Pass(int from, int to, Func<int, long> heard, double loadStart, bool isStopping = false)
    {
        for (var second = from; second <= to; second++)
        {
            if (_patience.Look(second, heard(second), loadStart, isStopping) is { } text)
            {
                _told.Add((second, text));
            }
        }
    }
}
