using LoadLab.Core;

namespace LoadLab.Tests.Core.Catalogue;

/// <summary>What the reader refuses, and the message that it does so with.</summary>
public sealed class CatalogueFormatTests
{
    [Theory]
    [InlineData("version: 1\n", "version: 2\n", ": version: '2' is not a format that this LoadLab reads. It reads 1. Write version: 1, or use the LoadLab that the catalogue was written for.")]
    [InlineData("version: 1\n", "", ": version: is missing and must be given.")]
    [InlineData("{title: Redis, steps: []}", "{title: Redis}", ": services.redis.steps: a service needs at least one step. '*' stands for all. Write [] when no scenario calls it itself.")]
    [InlineData("dependsOn: [workers]", "dependsOn: [worker]", ": services.background.dependsOn: there is no service 'worker'. Did you mean 'workers'? Services: api, auth, files, background, database, redis, workers, email.")]
    [InlineData("dependsOn: [workers]", "dependsOn: [background]", ": services.background.dependsOn: 'background' cannot depend on itself.")]
    [InlineData("columns: {status: TBD, tool: Backup script logs}", "columns: {staus: TBD}", ": slos.backup-success.columns: 'staus' is not a column of the document. Did you mean 'status'? Allowed: uptime, period, penalty, method, status, tool.")]
    [InlineData("severity: medium", "severity: low", " is not allowed here. Allowed: critical, high, medium.")]
    [InlineData("within: 60s}\n    objective: {gte: 99.5%}\n    window: {calendar: month}\n    required: false\n", "within: 60s}\n    objective: {gte: 99.5%}\n    notMeasured: Nobody looked.\n", ": slos.background-availability-sla.notMeasured: a row that a run cannot measure would block every launch. Add required: false.")]
    [InlineData("  - id: db-pool\n", "  - id: db-pool\n    required: false\n    notMeasured: Nobody looked.\n", ": slos.capacity-rps.holds: a run cannot measure 'db-pool', so the load could never pass. Take it out.")]
    [InlineData("  - id: alert-availability\n", "  - id: api-availability\n", ": alerts.api-availability.id: 'api-availability' stands a second time; the first is at lms.yaml:")]
    [InlineData("watches: [db-pool]", "watches: [db-pol]", ": alerts.alert-connection-pool.watches: there is no SLO 'db-pol'. Did you mean 'db-pool'?")]
    [InlineData("critical: {lt: 90%}", "critical: {gt: 90%}", ": alerts.alert-connection-pool.critical: '> 90%' cannot be compared with the warning '< 70%'. Give both the same comparison and unit.")]
    [InlineData("critical: {lt: 90%}", "critical: {lt: 90}", ": alerts.alert-connection-pool.critical.lt: '90' is not a limit with its unit. Write 600ms, 80%, 5MB/s, 150/s, 256MB or a number and a word such as '100 items'.")]
    [InlineData("notify: [On-call engineer]", "notify: []", ": alerts.alert-latency-p95.notify: an alert needs at least one who is told.")]
    [InlineData("by: exponential-backoff", "by: backoff", ": suppressions.rate-limiting.by: 'backoff' is not allowed here. Allowed: mute-times, silence, inhibit, group, repeat-interval, exponential-backoff.")]
    [InlineData("period: 744h", "period: 0", ": attainment.attainment.period: must be longer than 0.")]
    [InlineData("target: 99.9%\n    period: 720h", "target: 99.9\n    period: 720h", ": budgets.budget-example.target: '99.9' is not a percentage from 0% to 100% such as 80% or 99.95%.")]
    [InlineData("measured: 650ms", "measured: 650", ": reportFigures.report-api-p95.measured: '650' is not a value with its unit. Write 650ms or 0.8%.")]
    [InlineData("budgetLeft: 92%", "budgetLeft: 92%\n    measured: 1%", ": reportFigures.report-budget.measured: give either measured or budgetLeft.")]
    [InlineData("shows: [db-pool]", "show: [db-pool]", ": reportFigures.report-db-pool.show: unknown key. Did you mean 'shows'? Known here: budgetLeft, columns, id, measured, original, shows, source, status, target, title.")]
    [InlineData("needs: [approval]", "needs: [aproval]", ": decisions.emergency-change.needs: 'aproval' is not a condition. Did you mean 'approval'? Allowed: required-slos-pass, error-budget-left, no-regression, approval.")]
    [InlineData("    source: \"2.1/1/availability\"\n", "", ".source: is missing and must be given: section/row of the document, such as 3.2/1. Without a document, number the rows: 1/1, 1/2.")]
    [InlineData("who: CTO/CIO", "role: CTO/CIO", ": roles.role-reviewer.who: is missing and must be given.")]
    public void What_is_wrong_is_told_with_its_place(string from, string to, string message)
    {
        var read = () => LmsText.Parse(from, to);

        var faults = read.Should().Throw<LoadLabException>().Which;
        faults.ExitCode.Should().Be(ExitCode.BadConfiguration);
        faults.Faults.Should().Contain(fault => fault.StartsWith("lms.yaml:", StringComparison.Ordinal) && fault.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_without_a_unit_is_refused()
    {
        var read = () => LmsText.Parse("api-response-p95", "objective: {lt: 600ms}", "objective: {lt: 600}");

        var fault = read.Should().Throw<LoadLabException>().Which;
        fault.Hint.Should().Be("Every key of a catalogue: scenarios/docs/catalogue-reference.md in the checkout of LoadLab.");
        fault.Faults.Should().ContainSingle().Which.Should()
            .EndWith(": slos.api-response-p95.objective.lt: '600' is not a limit with its unit. Write 600ms, 80%, 5MB/s, 150/s, 256MB or a number and a word such as '100 items'.");
    }
}
