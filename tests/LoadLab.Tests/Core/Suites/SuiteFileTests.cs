using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.Core.Text;

namespace LoadLab.Tests.Core.Suites;

public sealed class SuiteFileTests
{
    private const string Good = """
        suite: tiny
        scenarios: Some.Scenarios
        catalogue: lms
        phases:
          - name: users
            users: 10
            hold: 30s
        """;

    [Theory]
    [InlineData("metrics: off", true, "/metrics")]
    [InlineData("metrics: {db.pool.used: pool}", false, "/metrics")]
    [InlineData("", false, "/metrics")]
    [InlineData("stack: {external: {baseUrl: 'http://127.0.0.1:1', metricsPath: off}}", false, null)]
    public void Metrics_can_be_switched_off(string line, bool off, string? path)
    {
        var plan = SuiteFile.Parse(Good + "\n" + line, "tiny.yaml");

        plan.Definition.MetricsOff.Should().Be(off);
        (plan.Definition.Stack.External ?? new ExternalStackPlan { BaseUrl = new Uri("http://127.0.0.1") }).MetricsPath.Should().Be(path);
        SuiteFile.Parse(Good, "tiny.yaml").WithOverrides([new("metrics", "off")]).Definition.MetricsOff.Should().BeTrue();
    }

    [Fact]
    public void All_faults_of_a_suite_are_told_at_once_with_file_line_and_path()
    {
        const string text = """
            suite: tiny
            suite: tiny
            catalog: lms
            scenarios: Some.Scenarios
            lms:
              pool: {sise: 5}
              delay: fast
            phases:
              - name: users
                model: close
                users: ten
                hold: 20 apples
            """;

        var fault = Faults(() => _ = SuiteFile.Parse(text, "tiny.yaml").Name);

        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Faults.Should().BeEquivalentTo(
            "tiny.yaml:2:1: suite: the key stands here a second time; the first is at tiny.yaml:1:1. Keep one.",
            "tiny.yaml:1:1: catalogue: is missing and must be given.",
            "tiny.yaml:3:1: catalog: unknown key. Did you mean 'catalogue'? Known here: abort, catalogue, description, driver, faults, lms, maintenance, metrics, phases, resend, scenarios, seed, settings, slos, stack, stop, suite, traceSample.",
            "tiny.yaml:7:10: lms.delay: 'fast' is not a duration such as 600ms, 30s, 10m or 1h30m.",
            "tiny.yaml:6:10: lms.pool.sise: unknown key. Did you mean 'size'? Known here: size.",
            "tiny.yaml:10:12: phases.users.model: 'close' is not allowed here. Did you mean 'closed'? Allowed: open, closed.",
            "tiny.yaml:11:12: phases.users.users: 'ten' is not a whole number such as 1000.",
            "tiny.yaml:12:11: phases.users.hold: '20 apples' is not a duration such as 600ms, 30s, 10m or 1h30m.");
    }

    [Theory]
    [InlineData("suite: [unclosed", "tiny.yaml:2:1: not well-formed YAML: ")]
    [InlineData("- a\n- b\n", "tiny.yaml:1:1: the file must hold a mapping (key: value), not a list.")]
    [InlineData("", "tiny.yaml: the file must hold a mapping (key: value), not nothing.")]
    [InlineData("a: *nothing", "tiny.yaml:1:4: not well-formed YAML: '*nothing' stands for nothing before it")]
    public void What_is_not_a_yaml_mapping_says_where(string text, string start)
    {
        Faults(() => SuiteFile.Parse(text, "tiny.yaml")).Message.Should().StartWith(start);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_fault_of_the_configuration()
    {
        Faults(() => SuiteFile.Load("/nowhere/tiny.yaml")).Message.Should().StartWith("/nowhere/tiny.yaml: cannot be read: ");
    }

    [Fact]
    public void Overrides_change_values_by_path_and_phases_by_name()
    {
        var suite = SuiteFile.Parse(Good, "tiny.yaml").WithOverrides(
        [
            new("lms.delay", "700ms"), new("lms.query.delay", "50ms"), new("phases.users.hold", "20s"), new("settings.upload.bytes", "5MB"),
            new("stack.postgres.pg_stat_statements.track", "all"), new("phases.0.users", "12"), new("slos", "[api-response-p95, db-pool]"),
        ]);

        var definition = suite.Definition;
        definition.Stack.Lms.Delay.Should().Be(TimeSpan.FromMilliseconds(700));
        definition.Stack.Lms.QueryDelay.Should().Be(TimeSpan.FromMilliseconds(50));
        definition.Phases[0].Hold.Should().Be(TimeSpan.FromSeconds(20));
        definition.Phases[0].Users.Should().Be(12);
        definition.Settings.Should().Contain("upload.bytes", "5MB");
        definition.Stack.Postgres.Should().Contain("pg_stat_statements.track", "all");
        definition.Slos.Should().Equal("api-response-p95", "db-pool");
        suite.Overrides.Should().Contain("lms.delay", "700ms");
    }

    [Fact]
    public void The_priority_of_the_stack_can_be_lower_than_the_generators()
    {
        SuiteFile.Parse(Good, "tiny.yaml").Definition.Stack.Nice.Should().Be(0);
        SuiteFile.Parse(Good, "tiny.yaml").WithOverrides([new("stack.nice", "5")]).Definition.Stack.Nice.Should().Be(5);
        Faults(() => _ = SuiteFile.Parse(Good, "tiny.yaml").WithOverrides([new("stack.nice", "-5")]).Definition).Faults
            .Should().Equal("--set stack.nice=-5: stack.nice: -5 is not from 0 to 19.");
    }

    [Fact]
    public void A_wrong_override_is_told_as_such()
    {
        var suite = SuiteFile.Parse(Good, "tiny.yaml").WithOverrides([new("lms.dely", "700ms"), new("phases.users.hold", "soon")]);

        Faults(() => _ = suite.Name).Faults.Should().BeEquivalentTo(
            "--set lms.dely=700ms: lms.dely: unknown key. Did you mean 'delay'? Known here: cache, data, delay, password, pool, query, workers.",
            "--set phases.users.hold=soon: phases.users.hold: 'soon' is not a duration such as 600ms, 30s, 10m or 1h30m.");
    }

    [Fact]
    public void An_unknown_phase_in_an_override_finds_the_nearest()
    {
        Faults(() => SuiteFile.Parse(Good, "tiny.yaml").WithOverrides([new("phases.user.hold", "20s"), new("a..b", "1")])).Faults.Should().Equal(
            "--set phases.user.hold=20s: 'phases' has no 'user'. Did you mean 'users'? There are: users.",
            "--set a..b=1: 'a..b' is not a dotted path of names.");
    }

    [Fact]
    public void A_connection_string_is_neither_kept_nor_told()
    {
        var suite = SuiteFile.Parse(Good, "tiny.yaml").WithOverrides([new("stack.external.postgres", "Host=x;Password=secret")]);

        suite.Overrides["stack.external.postgres"].Should().Be("(not stored)");
        Faults(() => _ = suite.Name).Message.Should().NotContain("secret");
    }

    [Theory]
    [InlineData("127.0.0.1:8080", "--set stack.external.baseUrl=127.0.0.1:8080: stack.external.baseUrl: '127.0.0.1:8080' is not an address such as http://127.0.0.1:8080.")]
    [InlineData("${LOADLAB_EXTERNAL_URL}", "LOADLAB_EXTERNAL_URL: stack.external.baseUrl: '${LOADLAB_EXTERNAL_URL}' is not an address such as http://127.0.0.1:8080.")]
    [InlineData("http://u:secret@h:80:80", "--set stack.external.baseUrl=http://u:(not stored)@h:80:80: stack.external.baseUrl: 'http://u:(not stored)@h:80:80' is not an address such as http://127.0.0.1:8080.")]
    public void An_address_that_is_none_is_told_with_what_gave_it_and_without_its_password(string given, string message)
    {
        var suite = SuiteFile.Parse(Good, "tiny.yaml").WithOverrides([new("stack.external.baseUrl", given)])
            .WithVariables(new Variables(name => name == "LOADLAB_EXTERNAL_URL" ? "127.0.0.1:51337" : null));

        var fault = Faults(() => _ = suite.Name);

        fault.Faults.Should().Equal(message + " It begins with http:// or https://.");
        fault.Hint.Should().Be("Correct tiny.yaml, or what was given on the command line or by a variable.");
    }

    [Fact]
    public void Images_limits_and_network_of_containers_are_read()
    {
        var stack = SuiteFile.Parse(Good, "tiny.yaml").WithOverrides(
        [
            new("stack.images.postgres", "registry.example:5000/postgres@sha256:1234"), new("stack.images.redis", "redis:8"),
            new("stack.limits.postgres.cpus", "1.5"), new("stack.limits.postgres.memory", "512MiB"), new("stack.limits.api.memory", "1GB"), new("stack.network", "bridge"),
        ]).Definition.Stack;

        stack.Images.Should().Equal(new Dictionary<string, string> { ["postgres"] = "registry.example:5000/postgres@sha256:1234", ["redis"] = "redis:8" });
        stack.Limits["postgres"].Should().Be(new ResourceLimit(1.5, 512L << 20));
        stack.Limits["api"].Should().Be(new ResourceLimit(null, 1_000_000_000));
        stack.Network.Should().Be("bridge");
    }

    [Fact]
    public void What_no_container_can_have_is_told_at_once()
    {
        var suite = SuiteFile.Parse(Good, "tiny.yaml").WithOverrides(
        [
            new("stack.images.postgres", "registry.example:5000/postgres"), new("stack.images.mysql", "mysql:9"),
            new("stack.limits.redis.cpus", "0"), new("stack.limits.api.memory", "1MB"), new("stack.network", "overlay"),
        ]);

        Faults(() => _ = suite.Definition).Faults.Should().BeEquivalentTo(
            "--set stack.images.postgres=registry.example:5000/postgres: stack.images.postgres: 'registry.example:5000/postgres' is not an image with its tag or digest, such as postgres:17 or postgres@sha256:…. Without one, nobody can say later what was measured.",
            "--set stack.images.mysql=mysql:9: stack.images.mysql: unknown key. Known here: api, postgres, redis, smtp.",
            "--set stack.limits.redis.cpus=0: stack.limits.redis.cpus: must be from 0.01 to 1024 cores.",
            "--set stack.limits.api.memory=1MB: stack.limits.api.memory: must be 6MiB or more: Docker accepts no less.",
            "--set stack.network=overlay: stack.network: 'overlay' is not allowed here. Allowed: host, bridge.");
    }

    private static LoadLabException Faults(Action act) => act.Should().Throw<LoadLabException>().Which;
}
