using LoadLab.Cli;
using LoadLab.Cli.Commands;
using LoadLab.Cli.Invocations;
using LoadLab.Cli.Parts;
using LoadLab.Core;
using LoadLab.Tests.Core.Comparison;
using LoadLab.Tests.Core.Evaluation.Slos;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli.Options;

public sealed class StackOptionsTests
{
    [Fact]
    public void Every_command_that_makes_or_plans_runs_has_the_same_options_for_a_stack_that_runs_already()
    {
        using var harness = new CliHarness();
        var root = CommandLine.Build(new Composition(RecordBuilder.Root()).Commands(harness.Console));
        string[] expected = ["--stack", .. ExternalKeys.All.Select(key => key.Option)];

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
        PreparedRun Prepare(RunArguments arguments)
        {
            asked = arguments;
            throw new LoadLabException(ExitCode.BadConfiguration, "seen", "");
        }

        if (line.StartsWith("gate", StringComparison.Ordinal))
        {
            harness.Store.Keep(
                PlayedLoad.Of((new ComparisonSample { Seconds = 40, PerSecond = 60, Sigma = 0.2 }).Run("20261123T083000Z-smoke-base").Record, 0), StoredSample.Evaluation);
            line = line.Replace("--baseline b", "--baseline latest", StringComparison.Ordinal);
        }

        var maker = harness.NoRuns(Prepare);
        await harness.RunAsync(
            line,
            RunCommand.Create(harness.Console, harness.Folders, maker, harness.Output, harness.Once),
            GateCommand.Create(harness.Console, harness.Folders, harness.Stored, maker, harness.Output, harness.Formats.Gate, harness.GitHub()),
            PlanCommand.Create(harness.Console, harness.Stored, maker.Prepare),
            NoiseCommand.Create(harness.Console, harness.Folders, harness.Stored, maker),
            CompareCommand.Create(harness.Console, harness.Stored, maker, harness.Formats.Comparison));

        asked.Should().NotBeNull(harness.Error);
        asked!.Stack.Should().Be(stack);
        asked.Overrides.Should().Contain([new("stack.external.baseUrl", "http://h:1"), new("stack.external.postgres", "${PG}")]);
    }
}
