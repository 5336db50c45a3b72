using LoadLab.Core;
using LoadLab.Core.Capacity;
using LoadLab.Core.Comparison;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Capacity.Search;
using MathNet.Numerics.Distributions;

namespace LoadLab.Tests.Core.Comparison;

public sealed class CapacityComparerTests
{
    [Fact]
    public void The_shift_is_a_part_of_the_capacity_before_with_an_interval_from_both()
    {
        var shift = CapacityComparer.Compare([Run("a", Found(431, 420, 442))], [Run("b", Found(512, 498, 527))]).Shifts.Single();

        // ln 512/431 = 0.1722; its ends by the squares of both sides' distances in logarithms.
        shift.Shift.Estimate.Should().BeApproximately(0.1879, 1e-4);
        shift.Shift.Low.Should().BeApproximately(Math.Exp(0.17221 - Math.Sqrt(Math.Pow(Math.Log(512 / 498.0), 2) + Math.Pow(Math.Log(442 / 431.0), 2))) - 1, 1e-4);
        shift.Shift.High.Should().BeApproximately(Math.Exp(0.17221 + Math.Sqrt(Math.Pow(Math.Log(527 / 512.0), 2) + Math.Pow(Math.Log(431 / 420.0), 2))) - 1, 1e-4);
        shift.Verdict.Should().Be(ShiftVerdict.Improved);
    }

    [Theory]
    [InlineData(500, 300, ShiftVerdict.Regressed, ExitCode.Regression)]
    [InlineData(500, 501, ShiftVerdict.Equivalent, ExitCode.Ok)]
    [InlineData(500, 530, ShiftVerdict.Inconclusive, ExitCode.Ok)]
    [InlineData(500, 600, ShiftVerdict.Improved, ExitCode.Ok)]
    public void Less_is_worse(double before, double after, ShiftVerdict verdict, ExitCode code)
    {
        var comparison = CapacityComparer.Compare([Run("a", Found(before, before * 0.98, before * 1.02))], [Run("b", Found(after, after * 0.98, after * 1.02))]);

        (comparison.Verdict, comparison.ExitCode).Should().Be((verdict, code));
    }

    [Fact]
    public void A_bound_is_enough_for_what_it_decides()
    {
        var atLeast = new CapacityAnswer { Model = CapacityModel.Rate, Status = CapacityStatus.AtLeast, Low = 900 };
        var lessThan = new CapacityAnswer { Model = CapacityModel.Rate, Status = CapacityStatus.LessThan, High = 100 };

        var up = CapacityComparer.Compare([Run("a", Found(431, 420, 442))], [Run("b", atLeast)]).Shifts.Single();
        var down = CapacityComparer.Compare([Run("a", Found(431, 420, 442))], [Run("b", lessThan)]).Shifts.Single();
        var open = CapacityComparer.Compare([Run("a", atLeast)], [Run("b", Found(950, 930, 970))]).Shifts.Single();

        (up.Verdict, up.Shift.Estimate, up.Shift.High).Should().Be((ShiftVerdict.Improved, double.NaN, double.PositiveInfinity));
        (down.Verdict, down.Shift.Low).Should().Be((ShiftVerdict.Regressed, -1));
        open.Verdict.Should().Be(ShiftVerdict.Inconclusive, "the first one may hold ten times as much");
    }

    [Fact]
    public void Several_searches_show_what_varies_between_them()
    {
        var sides = new[] { 480.0, 500, 540 }.Select((load, at) => Run($"a{at}", Found(load, load * 0.99, load * 1.01))).ToList();

        var shift = CapacityComparer.Compare(sides, [Run("b", Found(505, 500, 510))]).Shifts.Single();

        (shift.Before.High / shift.Before.Low).Should().BeGreaterThan(1.2, "three searches that differ by 12 % are not known to 1 %");
        shift.Verdict.Should().Be(ShiftVerdict.Inconclusive);
    }

    [Fact]
    public void The_interval_holds_the_true_shift_19_times_of_20()
    {
        var inside = 0;
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            Interval Measured(double truth, double error)
            {
                var log = Math.Log(truth) + (error * Normal.InvCDF(0, 1, random.NextDouble()));
                return new Interval(Math.Exp(log), Math.Exp(log - (1.96 * error)), Math.Exp(log + (1.96 * error)));
            }

            var shift = CapacityComparer.Ratio(Measured(400, 0.02), Measured(480, 0.03));
            inside += shift.Low <= 0.2 && 0.2 <= shift.High ? 1 : 0;
        }

        inside.Should().BeGreaterThanOrEqualTo(183, "a true 95 % interval falls below that once in 200 such sets");
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_with_every_reason()
    {
        var invalid = Run("b", Found(1, 1, 1)) with { Validity = ValidityStatus.Invalid };
        var none = Run("c", new CapacityAnswer { Model = CapacityModel.Rate, Status = CapacityStatus.Open });
        var phases = new ComparedRun(Run("d", Found(1, 1, 1)).Record with { RunId = "d", Plan = Run("d", Found(1, 1, 1)).Record.Plan with { Capacity = null } }, ValidityStatus.Valid);
        var rows = Run("e", Found(1, 1, 1));
        rows = rows with { Record = rows.Record with { Plan = rows.Record.Plan with { Capacity = SearchSample.Plan with { Slos = ["api-errors"] } } } };

        Refused(Run("a", Found(1, 1, 1)), invalid).Should().ContainMatch("Run 'b' is INVALID*");
        Refused(Run("a", Found(1, 1, 1)), none).Should().Equal("Run 'c' has no answer in arrival rate.");
        Refused(Run("a", Found(1, 1, 1)), phases).Should().ContainMatch("*a capacity search against the suite's phases; two searches are compared with loadlab compare*");
        Refused(Run("a", Found(1, 1, 1)), rows).Should().ContainMatch("*rows that must hold api-response-p95, api-errors against api-errors.");

        static IReadOnlyList<string> Refused(ComparedRun a, ComparedRun b) => FluentActions.Invoking(() => CapacityComparer.Compare([a], [b])).Should().Throw<LoadLabException>().Which.Faults;
    }

    private static CapacityAnswer Found(double load, double low, double high) => new() { Model = CapacityModel.Rate, Status = CapacityStatus.Found, Load = load, Low = low, High = high };

    private static ComparedRun Run(string id, CapacityAnswer answer) =>
        new(SearchSample.Steps((SearchSample.Fast, 100)) with { RunId = id }, ValidityStatus.Valid) { Capacity = [answer] };
}
