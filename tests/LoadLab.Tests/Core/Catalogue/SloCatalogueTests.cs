using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Suites;
using LoadLab.Core.Text;
using LoadLab.Sdk;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Catalogue;

public sealed class SloCatalogueTests
{
    [Fact]
    public void The_catalogue_of_the_LMS_has_the_rows_of_3_2_and_3_3()
    {
        var catalogue = RecordBuilder.Catalogue;

        catalogue.Slos.Select(slo => slo.Source).Should().Contain(["3.2/1", "3.2/2", "3.2/3", "3.2/4", "3.2/5", "3.3/1", "3.3/2", "3.3/3", "3.3/4", "3.3/5", "2.2/1/p95", "2.2/1/p99", "2.3/1/high"]);
        catalogue.Slos.Single(slo => slo.Id == "api-response-p99").Objective.Should().Be(new Objective(ComparisonOperator.LessThan, 1_500, "ms", "1.5s"));
        catalogue.Slos.Single(slo => slo.Id == "upload-throughput").Objective.Should().Be(new Objective(ComparisonOperator.GreaterThan, 5e6, "bytes/s", "5MB/s"));
        catalogue.Slos.OfType<SaturationSlo>().Single(slo => slo.Id == "queue-length").Objective.Should().Be(new Objective(ComparisonOperator.LessThan, 100, "items", "100 items"));
        catalogue.Slos.OfType<CapacitySlo>().Select(slo => slo.Objective.Limit).Should().Equal(1_000, 150);
    }

    [Theory]
    [InlineData("smoke", 30, 35)]
    [InlineData("capacity", 220, 250)]
    [InlineData("faults", 60, 75)]
    [InlineData("launch", 1_200, 1_300)]
    public void Each_suite_can_be_planned_and_lasts_as_long_as_it_says(string name, double least, double most)
    {
        var suites = new SuiteCatalog(Path.Combine(RecordBuilder.Root(), "scenarios", "suites"));
        var student = Scenario.Create("student", _ => Task.FromResult<IResponse>(Response.Ok()));

        var plan = Planner.Plan(suites.Load(name), [student], new PlanOptions { Catalogue = RecordBuilder.Catalogue });

        plan.Suite.Should().Be(name);
        plan.Duration.TotalSeconds.Should().BeInRange(least, most);
    }

    [Fact]
    public void An_unknown_suite_lists_the_known_and_finds_the_nearest()
    {
        var suites = new SuiteCatalog(Path.Combine(RecordBuilder.Root(), "scenarios", "suites"));

        suites.Names.Should().Contain(["capacity", "faults", "launch", "smoke"]);
        ((Action)(() => suites.Load("smokee"))).Should().Throw<LoadLabException>().Which.Message.Should()
            .StartWith("Unknown suite 'smokee'. Did you mean 'smoke'? There are: backup, capacity, faults, launch, smoke");
        ((Action)(() => suites.Load("nowhere/x.yaml"))).Should().Throw<LoadLabException>().WithMessage("The suite file 'nowhere/x.yaml' does not exist. There is no folder 'nowhere'.");
    }

    [Fact]
    public void All_faults_of_a_catalogue_are_told_at_once()
    {
        const string text = """
            version: 1
            catalogue: c
            services:
              api: {steps: ["*"]}
            slos:
              - {id: a, kind: response-time, tier: slo, source: "3.2/1", service: apy, indicator: {percentile: 101}, objective: {lt: 80%}}
              - {id: a, kind: error-ratio, tier: gold, source: row one, service: api, objective: {lt: 1}}
              - {id: b, kind: saturation, tier: slo, source: "3.3/3", indicator: {measure: m}, objective: {lt: 5 items, gt: 1 items}}
              - {id: c, kind: capacity, tier: slo, source: "3.3/1", offered: {users: 5, arrivalRate: 5/s, hold: 1m}, holds: [d]}
              - {id: e, kind: satturation, tier: slo, source: "3.3/3", whatever: 1}
            """;

        var faults = ((Action)(() => SloCatalogue.Parse(text, "c.yaml"))).Should().Throw<LoadLabException>().Which.Faults;

        faults.Select(fault => fault[(fault.IndexOf(": slos.", StringComparison.Ordinal) + 2)..]).Should().BeEquivalentTo(
            "slos.a.indicator.percentile: 101 is not above 0 and below 100.",
            "slos.a.service: there is no service 'apy'. Did you mean 'api'? Services: api.",
            "slos.a.objective: '80%' has the wrong unit for this kind. Write a duration such as 600ms.",
            "slos.a.id: 'a' stands a second time; the first is at c.yaml:6:5. Ids are unique.",
            "slos.a.tier: 'gold' is not allowed here. Allowed: sla, slo.",
            "slos.a.source: 'row one' is not section/row of the document. Write 3.2/1, or 2.2/1/p95 where a row has several values.",
            "slos.a.objective.lt: '1' is not a limit with its unit. Write 600ms, 80%, 5MB/s, 150/s, 256MB or a number and a word such as '100 items'.",
            "slos.b.objective: must hold exactly one of lt, lte, gt, gte; it holds 2.",
            "slos.c.offered: must hold either users or arrivalRate.",
            "slos.c.holds: there is no SLO 'd'.",
            "slos.e.kind: 'satturation' is not allowed here. Did you mean 'saturation'? Allowed: availability, error-ratio, response-time, saturation, throughput, capacity, success-ratio.");
    }
}
