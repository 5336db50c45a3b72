using LoadLab.Core.Runs;
using LoadLab.Engine.Pacing;
using LoadLab.Sdk;

namespace LoadLab.Tests.Engine.Pacing;

public sealed class UserScheduleTests
{
    [Fact]
    public void Ramp_starts_user_j_of_n_after_j_nths_and_ends_all_with_the_phase()
    {
        LoadSegment[] segments = [Part(Simulation.RampingConstant(100, Seconds(20))), Part(Simulation.KeepConstant(100, Seconds(90)))];

        for (var user = 0; user < 100; user++)
        {
            UserSchedule.For(user, segments).Should().Equal(new UserInterval(user / 5.0, 110));
        }

        UserSchedule.For(100, segments).Should().BeEmpty();
        UserSchedule.MaxUsers(segments).Should().Be(100);
    }

    [Fact]
    public void Ramp_down_ends_the_last_user_first()
    {
        LoadSegment[] segments = [Part(Simulation.KeepConstant(4, Seconds(10))), Part(Simulation.RampingConstant(2, Seconds(10)))];

        UserSchedule.For(3, segments).Should().Equal(new UserInterval(0, 15));
        UserSchedule.For(2, segments).Should().Equal(new UserInterval(0, 20));
        UserSchedule.For(0, segments).Should().Equal(new UserInterval(0, 20));
    }

    [Fact]
    public void User_that_goes_may_come_back()
    {
        LoadSegment[] segments =
        [
            Part(Simulation.KeepConstant(2, Seconds(10))), Part(Simulation.Pause(Seconds(5))), Part(Simulation.KeepConstant(1, Seconds(10))),
        ];

        UserSchedule.For(0, segments).Should().Equal(new UserInterval(0, 10), new UserInterval(15, 25));
        UserSchedule.For(1, segments).Should().Equal(new UserInterval(0, 10));
    }

    [Fact]
    public void Iteration_bound_users_have_no_end_in_time()
    {
        UserSchedule.For(0, [Part(Simulation.IterationsForConstant(1, 5))]).Should().Equal(new UserInterval(0, double.PositiveInfinity));
    }

    [Fact]
    public void Open_segment_in_a_closed_phase_is_refused()
    {
        var make = () => UserSchedule.For(0, [Part(Simulation.Inject(1, Seconds(1), Seconds(1)))]);

        make.Should().Throw<ArgumentException>();
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static LoadSegment Part(LoadSimulation simulation) => new(simulation, Measured: true);
}
