using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Suites;
using LoadLab.Sdk;
using LoadLab.Stacks.Probes;

namespace LoadLab.Tests.Core.Measurement;

/// <summary>What a probe or a stack would refuse after it is up is refused in the plan: all of it at once, each with where it stands.</summary>
public sealed class ProbeSettingsTests
{
    [Fact]
    public void Every_setting_of_stack_and_probes_is_checked_in_the_plan_all_at_once()
    {
        var faults = Faults("""
            suite: s
            scenarios: S
            catalogue: c
            stack: {kind: processes, postgres: {port: high, data_directory: /tmp}, redis: {bind: 0.0.0.0}}
            settings: {probes.backup: banana, probes.queue: a, probes.celery: "a,,b", users: many}
            metrics: {db.pool.used: "a{b=", db.query_time: app_queries_bucket, cache.size: app_items}
            phases: [{name: a, users: 5, hold: 9s}]
            """);

        faults.Should().BeEquivalentTo(
            "s.yaml:4:37: stack.postgres.port: 'high' is not a port. Use 1 to 65535, or remove it for a free one.",
            "s.yaml:4:49: stack.postgres.data_directory: LoadLab sets this itself, to keep the stack on loopback and inside its directory. Remove it.",
            "s.yaml:4:80: stack.redis.bind: LoadLab sets this itself, to keep the stack on loopback and inside its directory. Remove it.",
            "s.yaml:5:12: settings.probes.backup: 'banana' is not a duration such as 600ms, 30s, 10m or 1h30m. It is the pause between two backups.",
            "s.yaml:5:35: settings.probes.queue: unknown setting of a probe. Did you mean 'probes.queues'? Known: probes.queues, probes.processing, probes.celery, probes.backup.",
            "s.yaml:5:52: settings.probes.celery: 'a,,b' has a name without a letter. Write names with commas between them, such as celery,mails.",
            "s.yaml:6:11: metrics.db.pool.used: '\"' was expected at column 5: 'a{b='",
            "s.yaml:6:33: metrics.db.query_time: the histogram 'app_queries_bucket' tells no unit of time: its name must end in _seconds_bucket or _milliseconds_bucket");
    }

    [Theory]
    [InlineData("probes.backup", "0s")]
    [InlineData("probes.backup", "1h30m")]
    [InlineData("probes.queues", "queue:mails, queue:thumbnails")]
    [InlineData("probes.processing", "held")]
    [InlineData("weight.submit_work", "20")]
    public void A_good_one_is_none(string name, string value) => ProbeSettings.FindFaults(new Dictionary<string, string> { [name] = value }).Should().BeEmpty();

    [Theory]
    [InlineData("probes.backup", "2d")]
    [InlineData("probes.backup", "")]
    [InlineData("probes.queues", "")]
    [InlineData("probes.", "x")]
    public void A_bad_one_is_told(string name, string value) => ProbeSettings.FindFaults(new Dictionary<string, string> { [name] = value }).Should().ContainSingle().Which.Path.Should().Be("settings." + name);

    [Fact]
    public void What_was_given_with_set_is_told_as_that() =>
        Faults("suite: s\nscenarios: S\ncatalogue: c\nphases: [{name: a, users: 5, hold: 9s}]\n", ("settings.probes.backup", "banana"))
            .Should().ContainSingle().Which.Should().StartWith("--set settings.probes.backup=banana: settings.probes.backup: 'banana' is not a duration");

    [Theory]
    [InlineData("http.response_time: app_x", "metrics.http.response_time: the load itself measures this")]
    [InlineData("upload.throughput: app_x", "metrics.upload.throughput: names that end in .throughput are those of transfers")]
    [InlineData("db.query_time: app_x", "metrics.db.query_time: this is a distribution of times. Map it to a histogram, whose name ends in _seconds_bucket or _milliseconds_bucket; 'app_x' is none.")]
    [InlineData("db.pool.used: app_seconds_bucket", "metrics.db.pool.used: 'app_seconds_bucket' is a histogram, and db.pool.used is a value a second. Map it to a counter or a gauge.")]
    [InlineData("my things: app_x", "metrics.my things: 'my things' is not the name of a measure.")]
    public void A_name_that_cannot_be_mapped_so_is_told(string entry, string message)
    {
        var read = () => SuiteFile.Parse($"suite: s\nscenarios: S\ncatalogue: c\nmetrics: {{{entry}}}\nphases: [{{name: a, users: 5, hold: 9s}}]\n", "s.yaml").Name;

        read.Should().Throw<LoadLabException>().Which.Faults.Should().ContainSingle().Which.Should().StartWith("s.yaml:4:11: " + message);
    }

    private static IReadOnlyList<string> Faults(string text, params (string Key, string Value)[] set)
    {
        var suite = SuiteFile.Parse(text, "s.yaml").WithOverrides(set.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));
        var plan = () => Planner.Plan(suite, [Scenario.Create("one", _ => Task.FromResult<IResponse>(Response.Ok()))], new PlanOptions { FindSettingFaults = ProbeFactory.FindFaults });
        return plan.Should().Throw<LoadLabException>().Which.Faults;
    }
}
