using LoadLab.Cli;
using LoadLab.Core.Gate;
using LoadLab.Core.Production;
using LoadLab.Core.Running;
using LoadLab.Core.Store;
using LoadLab.Reporting.Charts;
using LoadLab.Reporting.Figures;
using LoadLab.Tests.Core.Comparison;
using LoadLab.Tests.Core.Evaluation.Slos;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli;

/// <summary>A new format is its class and one line of <see cref="ReportFormats"/>: whatever stands there, the commands offer and write.</summary>
public sealed class ReportFormatsTests
{
    private static readonly ReportFormats s_all = new();

    [Fact]
    public void Every_report_of_Reporting_has_one_line()
    {
        object[] lines = [.. s_all.Run, .. s_all.Gate, .. s_all.Comparison, .. s_all.Compliance, s_all.JobSummary, s_all.Annotations];

        var classes = typeof(RunStory).Assembly.GetTypes().Where(type => !type.IsAbstract && type.GetInterfaces().Any(IsReport));

        lines.Select(line => line.GetType()).Should().BeEquivalentTo(classes);
    }

    [Fact]
    public void Names_and_files_are_unique_for_a_subject()
    {
        Check(s_all.Run);
        Check(s_all.Gate);
        Check(s_all.Comparison);
        Check(s_all.Compliance);

        static void Check<T>(IReadOnlyList<IReport<T>> reports)
        {
            reports.Select(report => report.Name).Should().OnlyHaveUniqueItems();
            reports.Select(report => report.FileName).Should().OnlyHaveUniqueItems();
        }
    }

    [Fact]
    public async Task A_line_for_a_gate_is_an_option_of_the_gate()
    {
        using var cli = new CliHarness();
        var formats = s_all with { Gate = [.. s_all.Gate, new MadeUpReport<GateResult>(gate => gate.Line)] };

        (await RunAsync(cli, formats, "gate", "--help")).Should().Be(0);

        cli.Out.Should().Contain("--junit <FILE>").And.Contain("--made-up <FILE>").And.Contain("Write made-up into this file.");
    }

    [Fact]
    public async Task A_line_for_a_comparison_is_an_option_that_writes_it()
    {
        using var cli = new CliHarness();
        Keep(cli, "a-before", seed: 1);
        Keep(cli, "b-after", seed: 2);
        var file = Path.Combine(cli.Directory, "compared.txt");
        var formats = s_all with { Comparison = [.. s_all.Comparison, new MadeUpReport<ComparedRuns>(runs => $"{runs.Before.Count} and {runs.After.Count}")] };

        var code = await RunAsync(cli, formats, "compare", "latest~1", "latest", "--made-up", file, "--out", cli.Directory);

        code.Should().BeOneOf([0, 98], cli.Error);
        File.ReadAllText(file).Should().Be("1 and 1");
        cli.Error.Should().Be($"Made-up  {file}\n");
    }

    [Fact]
    public async Task A_line_for_a_period_is_a_value_of_format()
    {
        using var cli = new CliHarness();
        var formats = s_all with { Compliance = [.. s_all.Compliance, new MadeUpReport<ComplianceReport>(report => $"period {report.Period}\n")] };

        var code = await RunAsync(cli, formats, "report", "slo", "--month", "2026-10", "--format", "made-up", "--out", cli.Directory);

        code.Should().Be(0, cli.Error);
        cli.Out.Should().Be("period 2026-10\n");
    }

    [Fact]
    public async Task A_line_for_a_run_is_a_file_in_its_folder()
    {
        using var cli = new CliHarness();
        Keep(cli, "a-before", seed: 1);
        Keep(cli, "b-after", seed: 2);
        var formats = new ReportFormats { Run = [new MadeUpReport<JudgedRun>(run => run.Record.RunId), new MadeUpReport<JudgedRun>(run => run.Decision.ToString(), "other")] };

        (await RunAsync(cli, formats, "report", "latest", "--json", "--out", cli.Directory)).Should().Be(0, cli.Error);

        File.ReadAllText(Path.Combine(cli.Directory, "b-after", "report.made-up")).Should().Be("b-after");
        File.ReadAllText(Path.Combine(cli.Directory, "b-after", "report.other")).Should().Be(StoredSample.Evaluation.Decision.ToString());
    }

    [Fact]
    public async Task The_first_line_for_a_run_is_the_report_to_read_first()
    {
        using var cli = new CliHarness();
        cli.Reports.Formats = [new MadeUpReport<JudgedRun>(_ => "one", "one"), new MadeUpReport<JudgedRun>(_ => "two", "two")];

        (await cli.Output.WriteReportsAsync(new JudgedRun(StoredSample.Record, StoredSample.Evaluation), cli.Directory)).Should().Be(Path.Combine(cli.Directory, "report.one"));
    }

    private static Task<int> RunAsync(CliHarness cli, ReportFormats formats, params string[] line) =>
        CommandLine.RunAsync(line, cli.Console, new Composition(RecordBuilder.Root()) { Formats = formats }.Commands(cli.Console));

    private static void Keep(CliHarness cli, string id, int seed) =>
        new RunStore(cli.Directory).Keep(new ComparisonSample { Seconds = 30, PerSecond = 50, Seed = seed }.Run(id).Record, StoredSample.Evaluation);

    private static bool IsReport(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReport<>);
}
