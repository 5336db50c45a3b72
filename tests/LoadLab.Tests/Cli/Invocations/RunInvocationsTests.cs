using LoadLab.Cli.Invocations;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli.Invocations;

/// <summary>What a report says about doing it again means the same run: the line, read by a parser, gives the same arguments.</summary>
public sealed class RunInvocationsTests
{
    private static readonly CommandEnvironment Outside = new("/checkout", "/home/ann", "/checkout/loadlab", new Variables(_ => null));

    [Fact]
    public void A_run_of_a_suite_by_path_is_asked_for_again_with_all_that_decides_it()
    {
        var arguments = new RunArguments
        {
            Suite = "my suites/it's.yaml",
            Overrides = [new("settings.path", "/a b?c='d'"), new("settings.token", "${TOKEN}"), new("stack.external.baseUrl", "http://h:1/"), new("stack.external.postgres", "${PG}"), new("stack.external.redis", "@secrets/redis")],
            Labels = new Dictionary<string, string> { ["build"] = "a\nb" },
            Shard = new ShardPlan(0, 2),
            Results = "out",
        };

        var again = Of(arguments);

        again.Before.Should().BeEmpty();
        again.Arguments.Should().Equal(
            "run", "/home/ann/my suites/it's.yaml", "--seed", "42", "--stack", "processes", "--out", "/home/ann/out", "--set", "settings.path=/a b?c='d'", "--set", "settings.token=${TOKEN}",
            "--external-url", "http://h:1/", "--external-postgres", "${PG}", "--external-redis", "@/home/ann/secrets/redis", "--label", "build=a\nb", "--shard", "0/2");
    }

    [Fact]
    public void What_is_not_stored_becomes_a_variable_and_is_told()
    {
        var again = Of(new RunArguments
        {
            Suite = "smoke",
            Overrides = [new("settings.api-token", "hidden"), new("stack.external.postgres", "Host=h;Password=hidden"), new("stack.external.baseUrl", "http://u:hidden@h/")],
        });

        again.Arguments.Should().Equal(
            "run", "smoke", "--seed", "42", "--stack", "processes", "--set", "settings.api-token=${SETTINGS_API_TOKEN}", "--external-postgres", "${LOADLAB_EXTERNAL_POSTGRES}",
            "--external-url", "${LOADLAB_EXTERNAL_URL}");
        again.Before.Should().Equal(
            "Not stored, because it may be secret: settings.api-token. Put it into the environment first, or into an --env-file: SETTINGS_API_TOKEN",
            "Not stored, because it may be secret: --external-postgres. Put it into the environment first, or into an --env-file: LOADLAB_EXTERNAL_POSTGRES",
            "Not stored, because it may be secret: --external-url. Put it into the environment first, or into an --env-file: LOADLAB_EXTERNAL_URL");
    }

    [Fact]
    public void A_password_on_the_command_line_is_told_once_with_where_to_put_it()
    {
        CommandLineSecrets.Hint(new RunArguments { Suite = "s", Overrides = [new("stack.external.redis", "h:1,password=x")] }).Should().Be(
            "hint: --external-redis: `ps` shows the password to every user of this machine. Put it into LOADLAB_EXTERNAL_REDIS, or give @FILE or '${NAME}'.");
        CommandLineSecrets.Hint(new RunArguments { Suite = "s", Overrides = [new("stack.external.redis", "${R}"), new("stack.external.postgres", "Host=h")] }).Should().BeNull();
    }

    private static RunInvocation Of(RunArguments arguments) => new RunInvocations(Outside).Of(arguments, StoredSample.Record.Plan);
}
