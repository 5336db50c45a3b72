using LoadLab.Core.Production;
using LoadLab.Core.Runs;

namespace LoadLab.Tests.Core.Production;

public sealed class ImportedBudgetsTests
{
    private static readonly SliceSample Down = SliceSample.Events(0, 600);
    private static readonly SliceGrid May = new(AttainmentPeriod.Month("2026-05")!, TimeSpan.FromMinutes(1));

    [Fact]
    public void The_month_of_an_SLA_is_the_calendars_and_an_SLO_rolls_over_its_end()
    {
        // 21.6 minutes down at the end of May, 10.8 on June 2nd; data until June 11th. 30 days before that is May 12th.
        var may = Of(May, Sample.Steady(May).With(44_000, 21, Down).With(44_021, 1, SliceSample.Events(240, 600)));
        var june = Of(Sample.Minutes, Sample.Steady(Sample.Minutes).With(1500, 10, Down).With(1510, 1, SliceSample.Events(120, 600))[..(10 * 1440)]);

        var left = ImportedBudgets.Of([june, may], Sample.Catalogue);

        var until = Sample.June.From.AddDays(10);
        left.Should().Equal(
            new BudgetLeft("up-sla", 1 - (10.8m * 600 / (0.001m * 600 * 14_400)), "2026-06", until),
            new BudgetLeft("up", 1 - (32.4m * 600 / (0.0005m * 600 * 43_200)), "rolling 30d", until));
        left[1].RemainingRatio.Should().Be(-0.5m, "it is never clamped");
    }

    [Fact]
    public void The_newest_import_of_a_time_counts()
    {
        var old = Of(Sample.Minutes, Sample.Steady(Sample.Minutes).With(0, 43_200, Down));
        var day = new SliceGrid(AttainmentPeriod.Day("2026-06-30")!, TimeSpan.FromMinutes(1));
        var mended = Of(Sample.Minutes, Sample.Steady(Sample.Minutes)) with { ImportedAt = old.ImportedAt.AddHours(1) };
        var newest = Of(day, Sample.Steady(day).With(0, 10, Down)) with { ImportedAt = old.ImportedAt.AddHours(2) };

        var left = ImportedBudgets.Of([newest, mended, old], Sample.Catalogue).Single(budget => budget.SloId == "up-sla");

        left.RemainingRatio.Should().Be(1 - (10m / 43.2m));
    }

    [Theory]
    [InlineData(4320, true)] // 10 % of the month
    [InlineData(4321, false)]
    public void A_budget_of_which_too_little_is_known_is_none(int unknown, bool isListed)
    {
        var import = Of(Sample.Minutes, Sample.Steady(Sample.Minutes).With(0, unknown, SliceSample.Unknown));

        ImportedBudgets.Of([import], Sample.Catalogue).Any(budget => budget.SloId == "up-sla").Should().Be(isListed);
        ImportedBudgets.Unknown([import], Sample.Catalogue).Contains("up-sla").Should().Be(!isListed, "what was imported and is not known is told");
    }

    [Fact]
    public void A_row_that_nobody_imported_is_not_among_those_of_which_too_little_is_known() => ImportedBudgets.Unknown([], Sample.Catalogue).Should().BeEmpty();

    [Fact]
    public void Maintenance_is_not_missing()
    {
        var import = Of(Sample.Minutes, Sample.Steady(Sample.Minutes).With(0, 20 * 1440, Down)) with { Maintenance = [new(Sample.June.From, Sample.June.From.AddDays(20), "move")] };

        ImportedBudgets.Of([import], Sample.Catalogue)[0].RemainingRatio.Should().Be(1);
    }

    [Fact]
    public void One_day_is_no_month_and_a_row_without_a_budget_has_none()
    {
        var day = new SliceGrid(AttainmentPeriod.Day("2026-06-30")!, TimeSpan.FromMinutes(1));

        ImportedBudgets.Of([Of(day, Sample.Steady(day))], Sample.Catalogue).Should().BeEmpty();
        ImportedBudgets.Of([Sample.Import(Sample.Minutes, Sample.Row("pool", Sample.Steady(Sample.Minutes).With(0, 43_200, SliceSample.Of(0.5))))], Sample.Catalogue).Should().BeEmpty();
        ImportedBudgets.Of([], Sample.Catalogue).Should().BeEmpty();
    }

    [Fact]
    public void The_store_gives_them()
    {
        var directory = Directory.CreateTempSubdirectory("loadlab-imports").FullName;
        try
        {
            var store = new ImportStore(directory);
            store.Save(Of(Sample.Minutes, Sample.Steady(Sample.Minutes)), Sample.Catalogue);

            ImportedBudgets.Read(store, Sample.Catalogue).Should().Equal(new BudgetLeft("up-sla", 1, "2026-06", Sample.June.To), new BudgetLeft("up", 1, "rolling 30d", Sample.June.To));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static ProductionImport Of(SliceGrid grid, SliceSample[] samples) => Sample.Import(grid, Sample.Row("up-sla", samples), Sample.Row("up", samples));
}
