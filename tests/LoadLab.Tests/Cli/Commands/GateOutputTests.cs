using System.Text.Json;
using LoadLab.Tests.Core.Comparison;

namespace LoadLab.Tests.Cli.Commands;

/// <summary>What a gate writes for scripts and pipelines.</summary>
public sealed class GateOutputTests : IDisposable
{
    private static readonly ComparisonSample Sample = GateHarness.Sample;

    private readonly GateHarness _gate = new();

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task Json_is_the_run_document_with_the_gate_in_it()
    {
        (await _gate.RunAsync("gate smoke --baseline latest --json", Sample with { Seed = 3, MedianMicros = 60_000 })).Should().Be(98, _gate.Error);

        using var document = JsonDocument.Parse(_gate.Out);
        var gate = document.RootElement.GetProperty("gate");
        document.RootElement.GetProperty("decision").GetString().Should().Be("GO", "its SLOs passed");
        gate.GetProperty("decision").GetString().Should().Be("NO-GO");
        gate.GetProperty("exitCode").GetInt32().Should().Be(98);
        gate.GetProperty("comparison").GetProperty("verdict").GetString().Should().Be("regressed");
    }

    [Fact]
    public async Task Pipelines_get_their_files_a_summary_that_is_appended_and_annotations()
    {
        var summary = Path.Combine(_gate.Directory, "summary.md");
        File.WriteAllText(summary, "before\n");
        _gate.Variables["GITHUB_STEP_SUMMARY"] = summary;
        _gate.Variables["GITHUB_ACTIONS"] = "true";
        var (junit, comment) = (Path.Combine(_gate.Directory, "out", "gate.xml"), Path.Combine(_gate.Directory, "out", "gate.md"));

        (await _gate.RunAsync($"gate smoke --baseline latest --junit {junit} --comment {comment}", Sample with { Seed = 3, MedianMicros = 900_000 })).Should().Be(99);

        File.ReadAllText(summary).Should().StartWith("before\n### ⛔ NO-GO: smoke\n");
        File.ReadAllText(comment).Should().StartWith("### ⛔ NO-GO: smoke\n");
        System.Xml.Linq.XDocument.Load(junit).Root!.Name.LocalName.Should().Be("testsuites");
        _gate.Error.Split('\n').Should().Contain(line => line.StartsWith("::error title=LoadLab%3A NO-GO%2C smoke::api-response-p95 failed"));
    }

    [Fact]
    public async Task A_summary_that_cannot_be_written_is_told_and_is_no_pass()
    {
        _gate.Variables["GITHUB_STEP_SUMMARY"] = _gate.Directory;

        (await _gate.GateAsync(Sample with { Seed = 3 })).Should().Be(104);

        _gate.Error.Should().Contain("error: the summary could not be written to GITHUB_STEP_SUMMARY");
    }

    [Fact]
    public async Task Files_that_cannot_be_written_are_told_at_once_and_before_anything_starts()
    {
        (await _gate.RunAsync($"gate smoke --baseline latest --junit {_gate.Directory} --comment /proc/none/gate.md", Sample)).Should().Be(104);

        _gate.Error.Should().StartWith($"error: --junit '{_gate.Directory}' cannot be written: it is a directory.\nerror: --comment '/proc/none/gate.md' cannot be written: ");
        _gate.WasPrepared.Should().BeFalse();
    }

    [Theory]
    [InlineData("gate smoke --baseline nothing", "There is no baseline 'nothing'. Nothing was started.", 104)]
    [InlineData("gate smoke --baseline latest --margn 5%", "'--margn'", 104)]
    [InlineData("gate smoke", "--baseline", 104)]
    public async Task A_gate_that_is_refused_leaves_no_file_of_an_earlier_one(string line, string why, int code)
    {
        _gate.Variables["GITHUB_STEP_SUMMARY"] = Path.Combine(_gate.Directory, "summary.md");
        _gate.Variables["GITHUB_ACTIONS"] = "true";
        var (junit, comment) = (Path.Combine(_gate.Directory, "gate.xml"), Path.Combine(_gate.Directory, "gate.md"));
        File.WriteAllText(junit, "<testsuites/>");
        File.WriteAllText(comment, "### GO: smoke");

        (await _gate.RunAsync($"{line} --junit {junit} --comment {comment}", Sample)).Should().Be(code);

        var error = System.Xml.Linq.XDocument.Load(junit).Descendants("error").Should().ContainSingle().Subject;
        error.Attribute("type")!.Value.Should().Be("NO DECISION, exit code 104");
        error.Value.Should().Contain(why);
        File.ReadAllText(comment).Should().StartWith("### ⛔ NO DECISION: smoke\n").And.Contain("exit code 104").And.NotContain("GO: smoke\n\n| Verdict");
        File.ReadAllText(_gate.Variables["GITHUB_STEP_SUMMARY"]).Should().StartWith("### ⛔ NO DECISION: smoke\n");
        _gate.Error.Should().Contain("::error title=LoadLab%3A NO DECISION%2C smoke::");
        Directory.EnumerateFiles(_gate.Directory, "*.tmp").Should().BeEmpty();
    }

    [Fact]
    public async Task Files_that_were_asked_for_beside_one_that_cannot_be_written_say_so()
    {
        var comment = Path.Combine(_gate.Directory, "gate.md");

        (await _gate.RunAsync($"gate smoke --baseline latest --junit {_gate.Directory} --comment {comment}", Sample)).Should().Be(104);

        File.ReadAllText(comment).Should().Contain("cannot be written: it is a directory.");
    }
}
