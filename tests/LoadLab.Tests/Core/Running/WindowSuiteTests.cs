using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Running;

public sealed class WindowSuiteTests
{
    private static readonly ScenarioProps Student = Scenario.Create("student", _ => Task.FromResult<IResponse>(Response.Ok()));

    [Theory]
    [InlineData("over: 30s", null)]
    [InlineData("over: 10s, for: 21s", null)]
    [InlineData("over: 31s", "tiny.yaml: Suite 'tiny': p95 is judged in windows of 31s, and its longest phase measures 30s. Hold a phase for at least 31s, or lower over in the catalogue (lms.yaml:11:5).")]
    [InlineData("over: 10s, for: 22s", "tiny.yaml: Suite 'tiny': p95 fails when windows of 10s are broken for 22s, which takes 31s, and its longest phase measures 30s: it could never fail. Hold a phase for at least 31s, or lower for in the catalogue (lms.yaml:11:5).")]
    public void A_window_that_fits_no_phase_is_refused_before_the_run(string windows, string? fault)
    {
        var catalogue = SloCatalogue.Parse($"""
            version: 1
            catalogue: lms
            services: [SERVICES]
            slos:
              - id: p95
                source: "1/1"
                kind: response-time
                tier: slo
                service: api
                # The next line has the windows.
                indicator: [INDICATOR]
                objective: [OBJECTIVE]
            """.Replace("[SERVICES]", "{api: {steps: ['*']}}").Replace("[INDICATOR]", "{percentile: 95, " + windows + "}").Replace("[OBJECTIVE]", "{lt: 600ms}"), "lms.yaml");

        var plan = () => Planner.Plan(Suite(""), [Student], new PlanOptions { Catalogue = catalogue });

        if (fault is null)
        {
            plan.Should().NotThrow();
        }
        else
        {
            plan.Should().Throw<LoadLabException>().Which.Faults.Should().Equal(fault);
        }
    }

    [Fact]
    public void Maintenance_is_part_of_the_plan() =>
        Planner.Plan(Suite("maintenance: [{from: 10s, to: 20s, reason: drill}]"), [Student], new PlanOptions()).Maintenance.Should()
            .Equal(new MaintenancePlan(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), "drill"));

    [Theory]
    [InlineData("{from: 20s, to: 20s, reason: drill}", "tiny.yaml:4:31: maintenance[0].to: 20s is not after from, 20s. Both count from the start of the load.")]
    [InlineData("{from: 10s, reason: drill}", "tiny.yaml:4:15: maintenance[0].to: is missing and must be given.")]
    [InlineData("{from: 10s, to: 20s}", "tiny.yaml:4:15: maintenance[0].reason: is missing and must be given.")]
    [InlineData("{from: 10s, to: 20s, why: drill, reason: drill}", "tiny.yaml:4:36: maintenance[0].why: unknown key. Known here: from, reason, to.")]
    [InlineData("{from: 32s, to: 40s, reason: drill}", "tiny.yaml: Suite 'tiny': maintenance from 32s begins after the load, which ends at 32s: it would hold back nothing. Let it begin earlier, or take it out.")]
    public void Maintenance_that_cannot_be_says_where_what_and_what_to_do(string window, string fault)
    {
        var plan = () => Planner.Plan(Suite("maintenance: [" + window + "]"), [Student], new PlanOptions());

        plan.Should().Throw<LoadLabException>().Which.Faults.Should().Equal(fault);
    }

    private static SuiteFile Suite(string text) =>
        SuiteFile.Parse($"suite: tiny\nscenarios: Some.Scenarios\ncatalogue: lms\n{text}\nphases: [{{name: a, users: 5, warmUp: 2s, hold: 30s}}]", "tiny.yaml");
}
