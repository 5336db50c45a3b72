using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Suites;

public sealed class SuiteVariablesTests
{
    private const string Good = """
        suite: tiny
        scenarios: Some.Scenarios
        catalogue: lms
        stack:
          kind: external
          external: {baseUrl: "${BASE}", postgres: "Host=h;Username=u;Password=${PG};Database=d", redis: "${NO_REDIS:-}"}
        settings:
          token: Bearer ${TOKEN}
          literal: $${TOKEN}
          greeting: hello ${WHO:-you}
          upload.bytes: ${BYTES}
          pin: ${PIN}
        phases:
          - name: users
            users: ${USERS}
            hold: 30s
            scenarios: {s: 1}
        """;

    [Fact]
    public void Variables_are_replaced_for_the_run_and_kept_by_name_in_the_record()
    {
        var plan = Plan(Good, []);

        plan.Stack.External!.Should().BeEquivalentTo(new { BaseUrl = new Uri("http://127.0.0.1:8080"), Postgres = "Host=h;Username=u;Password=hidden;Database=d", Redis = (string?)null });
        plan.Settings.Should().Contain("token", "Bearer hidden").And.Contain("literal", "${TOKEN}").And.Contain("greeting", "hello you");
        plan.Phases[0].MaxVirtualUsers.Should().Be(7);
        var kept = RunRedaction.Of(RunRedaction.Of(plan));
        kept.Stack.External!.Postgres.Should().Be("Host=h;Username=u;Password=${PG};Database=d");
        kept.Settings.Should().Contain("token", "Bearer ${TOKEN}").And.Contain("literal", "$${TOKEN}").And.Contain("greeting", "hello ${WHO:-you}")
            .And.Contain("pin", "${PIN}").And.Contain("upload.bytes", "10MB", "a size is a fact about the load, and verdicts need it");
    }

    [Fact]
    public void Overrides_may_name_variables_and_are_kept_by_name()
    {
        var plan = Plan(Good, [new("settings.password", "${TOKEN}"), new("stack.external.redis", "redis://:${TOKEN}@h:1"), new("stack.external.postgres", "Host=h;Password=${PG}")]);

        plan.Settings["password"].Should().Be("hidden");
        plan.Stack.External!.Redis.Should().Be("redis://:hidden@h:1");
        var kept = RunRedaction.Of(plan);
        kept.Overrides.Should().Contain("settings.password", "${TOKEN}").And.Contain("stack.external.redis", "redis://:${TOKEN}@h:1");
        kept.Settings["password"].Should().Be("${TOKEN}");
        kept.Stack.External!.Redis.Should().Be("redis://:${TOKEN}@h:1");
    }

    [Fact]
    public void All_that_are_not_set_are_told_at_once_with_file_line_key_and_name_and_nothing_that_follows_from_it()
    {
        var suite = SuiteFile.Parse(Good, "tiny.yaml").WithOverrides([new("phases.users.hold", "${HOLD}")]).WithVariables(new Variables(_ => null));

        var faults = ((Action)(() => _ = suite.Name)).Should().Throw<LoadLabException>().Which.Faults;

        faults.Select(fault => fault.Split(" is not set.")[0]).Should().Equal(
            "tiny.yaml:6:23: stack.external.baseUrl: the variable BASE",
            "tiny.yaml:6:44: stack.external.postgres: the variable PG",
            "tiny.yaml:8:10: settings.token: the variable TOKEN",
            "tiny.yaml:11:17: settings.upload.bytes: the variable BYTES",
            "tiny.yaml:12:8: settings.pin: the variable PIN",
            "tiny.yaml:15:12: phases.users.users: the variable USERS",
            "--set phases.users.hold=${HOLD}: phases.users.hold: the variable HOLD");
    }

    [Fact]
    public void A_value_that_is_wrong_is_told_as_it_is_written()
    {
        var variables = new Variables(name => name == "USERS" ? "hidden" : Find(name));

        var fault = ((Action)(() => _ = SuiteFile.Parse(Good, "tiny.yaml").WithVariables(variables).Name)).Should().Throw<LoadLabException>().Which;

        fault.Faults.Should().Equal("tiny.yaml:15:12: phases.users.users: '${USERS}' is not a whole number such as 1000.");
        fault.ToString().Should().NotContain("hidden");
    }

    [Fact]
    public void A_connection_string_may_stand_in_a_file_beside_the_suite()
    {
        var folder = Directory.CreateTempSubdirectory("loadlab-suite-");
        File.WriteAllText(Path.Combine(folder.FullName, "pg.txt"), "Host=h;Password=hidden\n");
        var suite = SuiteFile.Parse(Good, Path.Combine(folder.FullName, "tiny.yaml"));

        var plan = Plan(suite.WithOverrides([new("stack.external.postgres", "@pg.txt")]));
        var missing = suite.WithOverrides([new("stack.external.redis", "@no.txt")]).WithVariables(new Variables(Find));

        plan.Stack.External!.Postgres.Should().Be("Host=h;Password=hidden");
        plan.SuiteDirectory.Should().Be(folder.FullName);
        RunRedaction.Of(plan).Overrides["stack.external.postgres"].Should().Be("@pg.txt");
        ((Action)(() => _ = missing.Name)).Should().Throw<LoadLabException>().Which.Message.Should().Contain(Path.Combine(folder.FullName, "no.txt") + "' cannot be read");
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Catalogues_may_name_variables_too()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "version: 1\ncatalogue: c\nservices:\n  api: {steps: [\"*\"]}\nslos:\n  - {id: a, kind: error-ratio, tier: slo, source: \"1/1\", service: api, objective: {lt: \"${LIMIT}\"}}\n");

        SloCatalogue.Load(path, new Variables(name => name == "LIMIT" ? "1%" : null)).Slos.Single().Objective.Limit.Should().Be(0.01);
        ((Action)(() => SloCatalogue.Load(path))).Should().Throw<LoadLabException>().Which.Faults.Single().Should()
            .StartWith($"{path}:6:88: slos.a.objective.lt: the variable LIMIT is not set.");
        File.Delete(path);
    }

    private static RunPlan Plan(string text, IReadOnlyList<KeyValuePair<string, string>> overrides) => Plan(SuiteFile.Parse(text, "tiny.yaml").WithOverrides(overrides));

    private static RunPlan Plan(SuiteFile suite) =>
        Planner.Plan(suite.WithVariables(new Variables(Find)), [Scenario.Create("s", _ => throw new NotSupportedException())], new PlanOptions());

    private static string? Find(string name) => name switch
    {
        "BASE" => "http://127.0.0.1:8080",
        "PG" or "TOKEN" => "hidden",
        "BYTES" => "10MB",
        "PIN" => "1234-hidden-5678",
        "USERS" => "7",
        _ => null,
    };
}
