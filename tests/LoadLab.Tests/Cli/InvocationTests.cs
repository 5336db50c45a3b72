using System.CommandLine;
using LoadLab.Cli;
using LoadLab.Cli.Commands;
using LoadLab.Cli.Invocations;
using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Text;
using LoadLab.Tests.Core.Comparison;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli;

/// <summary>What a report says about doing it again means the same run: the line, read by a parser, gives the same arguments.</summary>
public sealed class InvocationTests
{
    private static readonly Surroundings Outside = new("/checkout", "/home/ann", "/checkout/loadlab", new Variables(_ => null));

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
    public void An_ad_hoc_load_is_asked_for_again_with_its_request()
    {
        var again = new HttpInvocations(Outside).Of(
            new HttpArguments
            {
                Target = ["POST", "http://h:1/a?q=${Q}#x"],
                Rate = "5/s",
                Duration = "2s",
                Headers = ["Accept: text/html", "Authorization: Bearer ${TOKEN}", "X-Tenant: ${TENANT}"],
                Body = "{\"user\": \"ann\", \"password\": \"${PASSWORD}\"}",
                Http2 = true,
                Check = false,
                Labels = new Dictionary<string, string> { ["build"] = "7" },
            },
            output: null);

        again.Before.Should().BeEmpty();
        again.Arguments.Should().Equal(
            "http", "POST", "http://h:1/a?q=${Q}", "--rate", "5/s", "--duration", "2s", "-H", "Accept: text/html", "-H", "Authorization: Bearer ${TOKEN}", "-H", "X-Tenant: ${TENANT}",
            "--body", "{\"user\": \"ann\", \"password\": \"${PASSWORD}\"}", "--http2", "--no-check", "--label", "build=7");
    }

    [Theory]
    [InlineData("http://h/?key=hidden", "X-Key: hidden", "hidden", "http://h/?${LOADLAB_QUERY}", "X-Key: ${LOADLAB_HEADER_X_KEY}", 3)]
    [InlineData("http://u:hidden@h/", "Cookie: a=hidden", "{\"password\": \"hidden\", \"a\": \"${A}\"}", "${LOADLAB_URL}", "Cookie: ${LOADLAB_HEADER_COOKIE}", 3)]
    [InlineData("http://h/", "Accept: */*", "password=${P}&token=hidden", "http://h/", "Accept: */*", 1)]
    public void What_of_a_request_may_be_secret_is_not_kept(string url, string header, string body, string shownUrl, string shownHeader, int told)
    {
        var again = new HttpInvocations(Outside).Of(new HttpArguments { Target = [url], Headers = [header], Body = body }, output: null);

        again.Arguments.Should().Equal("http", shownUrl, "-H", shownHeader, "--body", "${LOADLAB_BODY}");
        again.Before.Should().HaveCount(told);
        again.ToShell().Should().NotContain("hidden");
    }

    [Fact]
    public void Every_command_that_makes_or_plans_runs_has_the_same_options_for_a_stack_that_runs_already()
    {
        using var harness = new CliHarness();
        var root = CommandLine.Build(harness.Parts());
        string[] expected = ["--stack", .. StackOptions.Keys.Select(key => key.Option)];

        foreach (var name in new[] { "run", "gate", "plan", "noise", "compare" })
        {
            root.Subcommands.Single(command => command.Name == name).Options.Select(option => option.Name).Should().Contain(expected, name);
        }
    }

    [Theory]
    [InlineData("run smoke --external-url http://h:1 --external-postgres ${PG}", "external")]
    [InlineData("gate smoke --baseline b --external-url http://h:1 --external-postgres ${PG}", "external")]
    [InlineData("plan smoke --external-url http://h:1 --external-postgres ${PG}", "external")]
    [InlineData("noise smoke --external-url http://h:1 --external-postgres ${PG}", "external")]
    [InlineData("compare --interleave smoke --set-b a=b --external-url http://h:1 --external-postgres ${PG}", "external")]
    public async Task They_mean_the_same_in_each_of_them(string line, string stack)
    {
        using var harness = new CliHarness();
        RunArguments? asked = null;
        // Seen is enough: what follows is refused as a bad suite would be.
        var parts = harness.Parts() with
        {
            Prepare = arguments =>
            {
                asked = arguments;
                throw new LoadLabException(ExitCode.BadConfiguration, "seen", "");
            },
        };
        if (line.StartsWith("gate", StringComparison.Ordinal))
        {
            new RunStore(harness.Directory).Keep(
                GateCommandTests.Played((new ComparisonSample { Seconds = 40, PerSecond = 60, Sigma = 0.2 }).Run("20261123T083000Z-smoke-base").Record, 0), StoredSample.Evaluation);
            line = line.Replace("--baseline b", "--baseline latest", StringComparison.Ordinal);
        }

        await CommandLine.RunAsync(line.Split(' '), parts);

        asked.Should().NotBeNull(harness.Error);
        asked!.Stack.Should().Be(stack);
        asked.Overrides.Should().Contain([new("stack.external.baseUrl", "http://h:1"), new("stack.external.postgres", "${PG}")]);
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
