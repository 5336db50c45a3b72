using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Production;
using LoadLab.Core.Text;

namespace LoadLab.Tests.Core.Production;

public sealed class AttainmentPeriodTests
{
    [Theory]
    [InlineData("2026-10", "month", "2026-10-01T00:00Z", "2026-11-01T00:00Z", "2026-09")]
    [InlineData("2024-02", "month", "2024-02-01T00:00Z", "2024-03-01T00:00Z", "2024-01")]
    [InlineData("2026-W41", "week", "2026-10-05T00:00Z", "2026-10-12T00:00Z", "2026-W40")]
    [InlineData("2026-W53", "week", "2026-12-28T00:00Z", "2027-01-04T00:00Z", "2026-W52")]
    [InlineData("2027-W01", "week", "2027-01-04T00:00Z", "2027-01-11T00:00Z", "2026-W53")]
    [InlineData("2026-10-03", "day", "2026-10-03T00:00Z", "2026-10-04T00:00Z", "2026-10-02")]
    public void A_name_is_a_piece_of_the_calendar_in_UTC(string name, string kind, string from, string to, string previous)
    {
        var period = AttainmentPeriod.OfName(name)!;

        (period.Name, period.Kind, MomentText.Format(period.From), MomentText.Format(period.To), period.Previous!.Name).Should().Be((name, kind, from, to, previous));
    }

    [Theory]
    [InlineData("2026-13")]
    [InlineData("2026-1")]
    [InlineData("2025-W53")]
    [InlineData("2026-W00")]
    [InlineData("2026-02-30")]
    [InlineData("October")]
    [InlineData("")]
    public void What_is_no_period_is_none(string name) => AttainmentPeriod.OfName(name).Should().BeNull();

    [Fact]
    public void A_range_has_a_name_that_reads_back()
    {
        var range = AttainmentPeriod.Range(new DateTimeOffset(2026, 10, 1, 2, 0, 0, TimeSpan.FromHours(2)), new DateTimeOffset(2026, 10, 15, 12, 30, 0, TimeSpan.Zero));

        range.Name.Should().Be("20261001T0000Z-20261015T1230Z");
        (range.Kind, range.Previous).Should().Be(("range", null));
        AttainmentPeriod.OfName(range.Name).Should().Be(range);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-60)]
    [InlineData(90.5)]
    [InlineData(60 * 24 * 367)]
    public void A_range_that_is_none_is_refused(double minutes)
    {
        var from = new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

        FluentActions.Invoking(() => AttainmentPeriod.Range(from, from.AddMinutes(minutes))).Should().Throw<LoadLabException>().WithMessage("From 2026-10-01T00:00Z to *is not a period.*");
    }

    [Fact]
    public void A_period_is_a_whole_number_of_slices()
    {
        new SliceGrid(AttainmentPeriod.Day("2026-10-03")!, TimeSpan.FromSeconds(45)).Count.Should().Be(1920);
        FluentActions.Invoking(() => new SliceGrid(AttainmentPeriod.Day("2026-10-03")!, TimeSpan.FromSeconds(7)))
            .Should().Throw<LoadLabException>().WithMessage("2026-10-03 is 1d long, which is no whole number of slices of 7s.");
    }

    [Fact]
    public void Maintenance_that_touches_is_one_window()
    {
        var grid = new SliceGrid(AttainmentPeriod.Day("2026-10-03")!, TimeSpan.FromMinutes(1));
        var start = grid.Period.From;
        MaintenanceWindow[] windows = [new(start.AddSeconds(90), start.AddSeconds(150), "a"), new(start.AddDays(-1), start.AddSeconds(90), "b"), new(start.AddDays(1), start.AddDays(2), "c")];

        grid.Covered(windows).Select((covered, i) => (covered, i)).Where(slice => slice.covered).Select(slice => slice.i).Should().Equal(0, 1);
    }

    [Theory]
    [InlineData("2026-10-04T02:00Z", "2026-10-04T02:00Z")]
    [InlineData("2026-10-04T04:00+02:00", "2026-10-04T02:00Z")]
    [InlineData("2026-10-04T02:00:30Z", "2026-10-04T02:00:30Z")]
    [InlineData("2026-10-04", "2026-10-04T00:00Z")]
    public void A_moment_says_its_offset(string text, string expected)
    {
        MomentText.TryParse(text, out var moment).Should().BeTrue();
        MomentText.Format(moment).Should().Be(expected);
    }

    [Theory]
    [InlineData("2026-10-04T02:00")]
    [InlineData("2026-10-04 02:00Z")]
    [InlineData("yesterday")]
    public void A_moment_without_its_offset_is_none(string text) => MomentText.TryParse(text, out _).Should().BeFalse();
}
