using LoadLab.Core;
using LoadLab.Core.Capacity.Planning;
using LoadLab.Sdk;
using MathNet.Numerics.Distributions;

namespace LoadLab.Tests.Core.Capacity;

public sealed class DemandTests
{
    [Fact]
    public void Growth_without_noise_is_found_exactly()
    {
        var growth = DemandFit.Of([.. Enumerable.Range(0, 12).Select(at => new DemandPoint(new DateOnly(2026, 1, 1).AddMonths(at + 1).AddDays(-1), 100 * Math.Pow(1.05, at)))]);

        growth.PerMonth.Estimate.Should().BeApproximately(0.05, 1e-9);
        growth.Level.Estimate.Should().BeApproximately(100 * Math.Pow(1.05, 11), 1e-9);
        growth.Assumptions[0].Should().StartWith("growth fitted to 12 peaks from 2026-01-31 to 2026-12-31: ");
    }

    [Fact]
    public void The_interval_of_the_growth_holds_the_true_one_as_often_as_it_says()
    {
        var inside = 0;
        for (var seed = 1; seed <= 200; seed++)
        {
            var growth = DemandFit.Of(History(seed, perMonth: 0.08, noise: 0.05)).PerMonth;
            inside += growth.Low <= 0.08 && 0.08 <= growth.High ? 1 : 0;
        }

        inside.Should().BeGreaterThanOrEqualTo(181, "95 % of 200 are 190");
    }

    [Fact]
    public void Without_a_trend_demand_stays_and_that_is_said()
    {
        var found = Enumerable.Range(1, 200).Select(seed => DemandFit.Of(History(seed, perMonth: 0, noise: 0.05))).ToList();

        var flat = found.Where(growth => growth.PerMonth.Estimate == 0).ToList();
        flat.Should().HaveCountGreaterThan(180, "5 % of histories without a trend seem to have one");
        flat[0].Assumptions[0].Should().Contain("no trend in 18 peaks").And.Contain("demand stays at its median, and its growth is not known better than -");
        flat.Should().OnlyContain(growth => growth.PerMonth.Low < 0 && growth.PerMonth.High > 0, "no proof of a trend is no proof that there is none");
        flat.Count(growth => growth.PerMonth.Low <= 0 && 0 <= growth.PerMonth.High).Should().Be(flat.Count);
        YearMonth.TryParse("2030-01", out var later).Should().BeTrue();
        flat[0].At(later).Estimate.Should().Be(flat[0].Level.Estimate);
    }

    [Fact]
    public void The_band_of_the_forecast_grows_with_the_distance()
    {
        var growth = DemandFit.Of(History(3, perMonth: 0.08, noise: 0.05));
        var near = growth.At(YearMonth.Of(growth.From));
        var far = growth.At(YearMonth.Of(growth.From).Add(24));

        (near.High / near.Low).Should().BeGreaterThan(1.05);
        (far.High / far.Low).Should().BeGreaterThan(near.High / near.Low);
    }

    [Fact]
    public void Days_are_taken_by_the_week()
    {
        // Mondays are twice as busy as other days; 71 days are ten full weeks and one day.
        var growth = DemandFit.Of([.. Enumerable.Range(0, 71).Select(at => new DemandPoint(new DateOnly(2026, 6, 1).AddDays(at), (at % 7 == 0 ? 200 : 100) * Math.Exp(at * 0.001)))]);

        growth.Assumptions[0].Should().Contain("10 weekly peaks");
        growth.PerMonth.Estimate.Should().BeApproximately(Math.Exp(0.001 * YearMonth.Days) - 1, 1e-3, "months differ in length");
    }

    [Fact]
    public void A_gap_is_told()
    {
        var growth = DemandFit.Of([.. History(3, 0.08, 0.05).Select((point, at) => at < 6 ? point with { Day = point.Day.AddYears(-3) } : point)]);

        growth.Assumptions.Should().ContainSingle(line => line.StartsWith("the history has no peak between ")).Which.Should().EndWith("as if demand had grown evenly there");
        DemandFit.Of(History(3, 0.08, 0.05)).Assumptions.Should().NotContain(line => line.Contains("no peak between"));
    }

    [Fact]
    public void A_history_up_to_the_last_day_that_there_is_has_a_plan()
    {
        var act = () => DemandFit.Of([.. Enumerable.Range(0, 12).Select(at => new DemandPoint(new DateOnly(9998, 1, 1).AddMonths(at), 100 + at))]);

        act.Should().NotThrow();
    }

    [Fact]
    public void One_peak_is_one_peak()
    {
        var act = () => DemandFit.Of([new DemandPoint(new DateOnly(2026, 1, 1), 10)]);

        act.Should().Throw<LoadLabException>().WithMessage("The demand has 1 peak; 8 are needed to say whether it grows.");
    }

    [Fact]
    public void Cells_in_quotes_are_read_and_what_cannot_be_is_told()
    {
        DemandCsv.Read(["\"date\",\"peak\"", "\"2026-01-01\",\"10\""], "d.csv").Should().Equal(new DemandPoint(new DateOnly(2026, 1, 1), 10));
        var act = () => DemandCsv.Read(["2026-01-01;132,5", "2026-01-02,1e300", "2026-01-03,NaN"], "d.csv");
        act.Should().Throw<LoadLabException>().Which.Faults.Should().Equal(
            "d.csv, line 1: '132,5' is not a number such as 132.5.", "d.csv, line 2: a peak rate of 1e300 is above 1,000,000,000.", "d.csv, line 3: 'NaN' is not a number such as 132.5.");
    }

    [Fact]
    public void Too_short_a_history_is_refused()
    {
        var act = () => DemandFit.Of([.. History(1, 0.08, 0)[..7]]);

        act.Should().Throw<LoadLabException>().WithMessage("The demand has 7 peaks; 8 are needed to say whether it grows.");
    }

    [Fact]
    public void A_file_is_read_in_any_order_with_names_and_remarks()
    {
        DemandCsv.Read(["\uFEFFdate;peak rate", "# weekly", "", "2026-02 ; 20.5", "2026-01-01;10"], "d.csv")
            .Should().Equal(new DemandPoint(new DateOnly(2026, 1, 1), 10), new DemandPoint(new DateOnly(2026, 2, 28), 20.5));
    }

    [Fact]
    public void All_faults_of_a_file_are_told_with_their_lines()
    {
        var act = () => DemandCsv.Read(["date,peak", "2026-13-01,10", "2026-01-02", "2026-01-03,-4", "2026-01-04,many", "2026-01-05,1", "2026-01-05,2", "today,x"], "d.csv");

        act.Should().Throw<LoadLabException>().Which.Faults.Should().Equal(
            "d.csv, line 2: '2026-13-01' is not a date such as 2026-10-01 or a month such as 2026-10.",
            "d.csv, line 3: 1 column, not the two of date and peak rate.",
            "d.csv, line 4: a peak rate of -4 is not above 0.",
            "d.csv, line 5: 'many' is not a number such as 132.5.",
            "d.csv, line 7: the date 2026-01-05 stands in line 6 already.",
            "d.csv, line 8: 'today' is not a date such as 2026-10-01 or a month such as 2026-10.",
            "d.csv, line 8: 'x' is not a number such as 132.5.");
    }

    [Fact]
    public void An_empty_file_is_a_fault_and_a_thousand_faults_are_cut()
    {
        var empty = () => DemandCsv.Read(["date,peak"], "d.csv");
        var wrong = () => DemandCsv.Read(Enumerable.Range(0, 1000).Select(at => $"x{at},1"), "d.csv");

        empty.Should().Throw<LoadLabException>().WithMessage("d.csv has no line with a date and a peak rate.");
        wrong.Should().Throw<LoadLabException>().Which.Faults.Should().HaveCount(21).And.Subject.Last().Should().Be("d.csv: 980 more faults.");
    }

    private static DemandPoint[] History(int seed, double perMonth, double noise)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, 18).Select(at =>
        {
            var day = new DateOnly(2025, 1, 1).AddDays(at * 28);
            return new DemandPoint(day, 100 * Math.Pow(1 + perMonth, at * 28 / YearMonth.Days) * Math.Exp(noise == 0 ? 0 : Normal.Sample(random, 0, noise)));
        })];
    }
}
