using System.Text.RegularExpressions;
using LoadLab.Cli;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Charts;
using LoadLab.Reporting.GitHub;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Reporting;

/// <summary>Names and messages that a target or a user may send, in every format.</summary>
public sealed partial class HostileTextTests : IDisposable
{
    private const string Hostile = "x\0\u001b[31m\u001b]0;title\u0007\ufffe\ud800\u202e\u009b\r\n| <b> `y`";

    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-hostile-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Every_report_of_a_run_is_whole_and_has_none_of_it()
    {
        foreach (var report in new ReportFormats().Run)
        {
            var path = Path.Combine(_directory, report.FileName);

            if (!(await report.WriteAsync(Run(Hostile), path, CancellationToken.None)).Contains(path))
            {
                // The charts of a capacity search, which this run is not.
                report.Name.Should().Be("capacity");
                continue;
            }

            var text = File.ReadAllText(path);
            text.Should().Contain("x\ufffd");
            Forbidden().IsMatch(text).Should().BeFalse(report.Name);
        }
    }

    [Fact]
    public async Task A_message_of_100_kB_is_cut_and_says_its_length()
    {
        foreach (var report in new ReportFormats().Run)
        {
            var path = Path.Combine(_directory, report.FileName);

            if (!(await report.WriteAsync(Run(new string('m', 102_400)), path, CancellationToken.None)).Contains(path))
            {
                // The charts of a capacity search, which this run is not.
                report.Name.Should().Be("capacity");
                continue;
            }

            var text = File.ReadAllText(path);
            text.Should().Contain("mmm… (102,4");
            text.Should().NotContain(new string('m', 5_000), report.Name);
        }
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("+1", "'+1")]
    [InlineData("@x", "'@x")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\nb", "a b")]
    [InlineData("a\u001b\"", "\"a\ufffd\"\"\"")]
    public void A_cell_of_a_table_of_figures_is_no_formula(string text, string expected) => ChartCsv.Cell(text).Should().Be(expected);

    [Fact]
    public void An_annotation_is_one_command() => Annotations.Data(Hostile).Should().NotContainAny("\n", "\r", "\u001b", "\0");

    private static JudgedRun Run(string text)
    {
        var finding = new Finding("check-" + text, FindingSeverity.Warning, text, text, text);
        return new JudgedRun(
            StoredSample.Record with { Plan = StoredSample.Plan with { Description = text }, Findings = [finding], OutcomeReason = text },
            StoredSample.Evaluation with { Verdicts = [.. StoredSample.Evaluation.Verdicts.Select(row => row with { Title = text, Reason = text })], Reasons = [text] });
    }

    /// <summary>Controls but tab and LF, halves of pairs (which a file cannot hold), what is no character, and what turns the direction of writing.</summary>
    [GeneratedRegex("[\0-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")]
    private static partial Regex Forbidden();
}
