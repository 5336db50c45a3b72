using LoadLab.Cli;
using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Monitoring;
using LoadLab.Monitoring.Alerting;
using LoadLab.Monitoring.Prometheus;

namespace LoadLab.Tests.Monitoring;

public sealed class AlertPlanTests
{
    private static readonly SloCatalogue s_lms = SloCatalogue.Load(Path.Combine(Home.Checkout(AppContext.BaseDirectory)!, "scenarios", "catalogue", "lms.yaml"));

    [Fact]
    public void What_can_never_fire_is_left_out_with_the_arithmetic()
    {
        var plan = AlertPlan.Of(OddCatalogue.Read());

        plan.OfRows.Where(item => item.Alert is null).Select(item => item.LeftOut).Should().Contain(
            "unknown (1/6): the catalogue does not say how production measures it (production:).");
        // 14.4 · 7/30 = 3.36, and 3.36 · 10 % is below 100 %: of seven days the fast rule can fire.
        plan.All.Where(alert => alert is { Slo: "cart-ok", Name: AlertKinds.Burn }).Select(alert => alert.Window).Should().Equal("1h/5m", "6h/30m", "1d/2h", "3d/6h");
        AlertPlan.Of(OddCatalogue.Read(OddCatalogue.Text.Replace("rolling: 7d", "rolling: 30d", StringComparison.Ordinal))).OfRows.Select(item => item.LeftOut).Should().Contain(
            "cart-ok (1/1), 14.4 in 1h/5m: 14.4 × (1 − 90 %) = 144 %: no bad ratio exceeds that, so it can never fire. Take a factor below 10: a smaller share of the budget, or a longer window.");
    }

    [Fact]
    public void A_row_of_100_percent_a_value_and_a_threshold_each_have_their_alert()
    {
        var plan = AlertPlan.Of(OddCatalogue.Read());

        plan.All.Where(alert => alert.Name == AlertKinds.ZeroTolerance).Select(alert => alert.Slo).Should().Equal("cart-never");
        plan.All.Where(alert => alert.Name == AlertKinds.Outside).Select(alert => alert.Slo).Should().Equal("db-p50", "disk");
        plan.All.Where(alert => alert.Name == AlertKinds.Threshold).Select(alert => (alert.Alert, alert.Severity)).Should().Equal(
            ("alert-cart", "critical"), ("alert-cart", "warning"), ("alert-slow", "critical"), ("alert-slow", "warning"));
        plan.Thresholds.Select(item => item.LeftOut).Should().Contain("alert-nothing (2/2): production measures no SLO that it watches and whose figure its thresholds can be compared with.");
    }

    /// <summary>Above its highest bound a histogram gives that bound: a threshold up there would never be crossed.</summary>
    [Fact]
    public void A_threshold_on_a_percentile_also_looks_for_one_above_every_bound()
    {
        var alerts = AlertPlan.Of(OddCatalogue.Read()).All.Where(alert => alert is { Alert: "alert-slow", Name: AlertKinds.Threshold }).ToList();

        alerts.Should().HaveCount(2).And.OnlyContain(alert => alert.Expression.Contains("\nor slo:figure_beyond:5m{", StringComparison.Ordinal) && alert.Description.Contains("above every bound of its histogram", StringComparison.Ordinal));
        AlertPlan.Of(OddCatalogue.Read()).All.Except(alerts).Should().NotContain(alert => alert.Expression.Contains("beyond", StringComparison.Ordinal));
    }

    /// <summary>Slices that are recorded more seldom than Prometheus remembers are no basis for alerts.</summary>
    [Theory]
    [InlineData("4m", true)]
    [InlineData("5m", false)]
    [InlineData("1h", false)]
    public void Slices_that_Prometheus_forgets_between_two_are_refused(string slice, bool isTaken)
    {
        var catalogue = OddCatalogue.Read(OddCatalogue.Text + $"\nattainment:\n  - {{id: formula, source: \"9/1\", term: slo, period: 30d, slice: {slice}}}\n");
        var export = () => new PrometheusExport().Files(catalogue, new ExportLinks());

        if (isTaken)
        {
            export.Should().NotThrow();
            return;
        }

        export.Should().Throw<LoadLabException>().Which.Message.Should().Contain("longer than 4m. Prometheus takes a series for gone 5 minutes after its last sample");
    }

    /// <summary>No row that production measures is without an alert on its figure and one on its silence.</summary>
    [Fact]
    public void Every_measured_row_of_the_LMS_is_watched()
    {
        var plan = AlertPlan.Of(s_lms);

        foreach (var row in plan.Rows)
        {
            plan.All.Where(alert => alert.Slo == row.Slo.Id).Select(alert => alert.Name).Should().Contain(AlertKinds.NoData).And.Contain(name => name != AlertKinds.NoData, row.Slo.Id);
        }
    }

    /// <summary>The document's table: both levels of each alert tell the person who stands first, and a critical one the whole path.</summary>
    [Fact]
    public void Thresholds_tell_whom_the_document_names()
    {
        var escalation = new Escalation(s_lms);
        var thresholds = AlertPlan.Of(s_lms).All.Where(alert => alert.Name == AlertKinds.Threshold).ToList();

        thresholds.Should().HaveCount(2 * s_lms.Document.OfType<AlertEntry>().Count());
        foreach (var alert in thresholds)
        {
            var path = s_lms.Document.OfType<AlertEntry>().Single(entry => entry.Id == alert.Alert).Notify;
            escalation.Of(alert).Should().Equal(alert.Severity == Severity.Critical ? path : path.Take(1));
        }

        (escalation.FirstResponder, escalation.Monitor).Should().Be(("On-call engineer", "Operations team"));
    }
}
