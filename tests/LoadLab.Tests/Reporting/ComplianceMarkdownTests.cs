using System.Text.Json;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Production;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Markdown;
using LoadLab.Tests.Core.Production;

namespace LoadLab.Tests.Reporting;

public sealed class ComplianceMarkdownTests
{
    private static readonly ComplianceReport Report = ComplianceBuilder.Build(ComplianceSample.Data);

    [Fact]
    public void The_month_is_as_it_was_approved() => GoldenFile.Check("compliance.md", ComplianceMarkdown.Of(Report));

    [Fact]
    public void The_document_is_as_it_was_approved() => GoldenFile.Check("compliance.json", ComplianceJson.Of(Report) + "\n");

    [Fact]
    public void A_month_of_which_nothing_was_imported_is_as_it_was_approved() =>
        GoldenFile.Check("compliance-nothing.md", ComplianceMarkdown.Of(ComplianceBuilder.Build(ComplianceSample.Data with { Import = null, Previous = null, Runs = [], Judged = [] })));

    [Fact]
    public void Inside_the_SLA_and_outside_the_SLO_is_yellow_and_never_green()
    {
        // 30 of 43,200 minutes: 99.93 %. Without the gap, which could hide more.
        var samples = Sample.Steady(Sample.Minutes).With(0, 30, SliceSample.Events(0, 600));
        var report = Build(Sample.Row("up-sla", samples), Sample.Row("up", samples));

        var figure = report.Services[0].Figures[0];
        figure.Rows.Select(row => row.Verdict).Should().Equal(Verdict.Pass, Verdict.Fail);
        (figure.Status, report.Services[0].Status).Should().Be((ComplianceStatus.Yellow, ComplianceStatus.Yellow));
    }

    [Fact]
    public void A_service_is_green_only_when_all_of_it_was_measured()
    {
        var samples = Sample.Steady(Sample.Minutes);
        ImportedRow[] rows = [Sample.Row("up-sla", samples), Sample.Row("up", samples), Sample.Row("errors", samples)];

        Build(rows).Services[0].Status.Should().Be(ComplianceStatus.Partly);
        Build([.. rows, Sample.Row("p95", samples)]).Services[0].Status.Should().Be(ComplianceStatus.Green);
        Build([.. rows.Skip(1), Sample.Row("p95", samples)]).Services[0].Figures[0].Status.Should().Be(ComplianceStatus.Partly, "one of its two rows was not measured");
    }

    [Fact]
    public void A_limit_that_changed_since_the_import_is_not_measured_with_the_reason()
    {
        var row = Sample.Row("up", Sample.Steady(Sample.Minutes)) with { Says = "≥ 99%" };

        Build(row).Services[0].Figures[0].Rows[1].Should().BeEquivalentTo(
            new { Verdict = Verdict.NotMeasured, Reason = "It was imported for '≥ 99%'; the catalogue says '≥ 99.95%' now. Import the period again." });
    }

    [Fact]
    public void An_alert_begins_in_the_month_before_and_is_shown_while_it_fires()
    {
        // 5 % of May 31st from 12:00 on was bad, until June 1st 12:00: 100 times what the SLO allows, 50 times what the SLA does.
        var may = new SliceGrid(AttainmentPeriod.Month("2026-05")!, TimeSpan.FromMinutes(1));
        var bad = SliceSample.Events(570, 600);
        var data = ComplianceSample.Data with
        {
            Import = Sample.Import(Sample.Minutes, Sample.Row("up-sla", Sample.Steady(Sample.Minutes).With(0, 720, bad))),
            Previous = Sample.Import(may, Sample.Row("up-sla", Sample.Steady(may).With(may.Count - 720, 720, bad))),
        };

        var alerts = ComplianceBuilder.Build(data).Alerts;

        // The threshold of 14.4 is 1.44 % of an hour: after 17.28 minutes at 5 %, in May. It clears when less than 1.44 % of the last 5 minutes is bad.
        var page = alerts.Single(alert => alert.Rule == "14.4 in 1h/5m");
        (page.From, page.Until).Should().Be((Sample.June.From.AddHours(-12).AddMinutes(18), Sample.June.From.AddHours(12).AddMinutes(4)));
        ComplianceBuilder.Build(data with { Previous = null }).Alerts.Single(alert => alert.Rule == "14.4 in 1h/5m").From.Should().Be(Sample.June.From.AddHours(1), "the window is not known before");
    }

    [Fact]
    public void The_document_is_one_and_names_its_version()
    {
        using var document = JsonDocument.Parse(ComplianceJson.Of(Report));

        document.RootElement.GetProperty("schemaVersion").GetInt32().Should().Be(1);
        document.RootElement.GetProperty("services")[0].GetProperty("status").GetString().Should().Be("red");
    }

    private static ComplianceReport Build(params ImportedRow[] rows) =>
        ComplianceBuilder.Build(ComplianceSample.Data with { Import = Sample.Import(Sample.Minutes, rows), Previous = null });
}
