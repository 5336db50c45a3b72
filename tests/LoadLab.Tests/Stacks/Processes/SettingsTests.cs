using LoadLab.Core.Runs;
using LoadLab.Stacks.Processes;
using LoadLab.Stacks.Settings;

namespace LoadLab.Tests.Stacks.Processes;

public sealed class SettingsTests
{
    private static readonly Dictionary<string, string> s_none = [];

    [Fact]
    public void Every_setting_that_may_not_be_set_is_told_at_once()
    {
        var faults = SettingRules.FindFaults(
            new SortedDictionary<string, string> { ["listen_addresses"] = "*", ["port"] = "70000", ["work_mem"] = "4MB\nfsync = off" },
            new SortedDictionary<string, string> { ["bind"] = "0.0.0.0", ["max memory"] = "1" });

        faults.Should().Equal(
            "stack.postgres.listen_addresses: LoadLab sets this itself, to keep the stack on loopback and inside its directory. Remove it.",
            "stack.postgres.port: '70000' is not a port. Use 1 to 65535, or remove it for a free one.",
            "stack.postgres.work_mem: the value has a line break. Write it on one line.",
            "stack.redis.bind: LoadLab sets this itself, to keep the stack on loopback and inside its directory. Remove it.",
            "stack.redis: 'max memory' is not the name of a setting. Use letters, digits, '_', '-' and '.'.");
    }

    [Fact]
    public void The_suites_settings_come_last_and_quotes_are_doubled()
    {
        var text = PostgresSettings.Write(new Dictionary<string, string> { ["search_path"] = "it's", ["fsync"] = "off", ["port"] = "5" }, "/tmp/s", hasStatementStatistics: true);

        text.Should().Contain("search_path = 'it''s'\n").And.Contain("shared_preload_libraries = 'pg_stat_statements'\n").And.NotContain("port = '5'");
        text.LastIndexOf("fsync = 'off'", StringComparison.Ordinal).Should().BeGreaterThan(text.IndexOf("fsync = 'on'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_socket_directory_that_is_too_long_for_linux_is_left_out() =>
        PostgresSettings.Write(s_none, "/" + new string('x', 100), hasStatementStatistics: false).Should().Contain("unix_socket_directories = ''\n");

    [Fact]
    public void Redis_saves_nothing_unless_told_to()
    {
        RedisServer.WriteSettings(s_none, "/d", "p").Should().Contain("save \"\"\n").And.Contain("maxmemory 256mb\n").And.Contain("maxmemory-policy noeviction\n");
        RedisServer.WriteSettings(new Dictionary<string, string> { ["save"] = "60 1" }, "/d", "p").Should().Contain("save 60 1\n").And.NotContain("save \"\"");
    }

    [Fact]
    public void The_lms_settings_have_their_environment_names_and_fingerprint_keys()
    {
        var plan = new LmsPlan { Delay = TimeSpan.FromMilliseconds(700), PoolSize = 5 };

        LmsSettings.Of(plan).Should().Contain(new KeyValuePair<string, string>("Lms__Delay", "00:00:00.7000000")).And.Contain(new KeyValuePair<string, string>("Lms__Pool__Size", "5"));
        LmsSettings.Fingerprint(plan).Should().Contain(new KeyValuePair<string, string>("lms.pool.size", "5"));
    }
}
