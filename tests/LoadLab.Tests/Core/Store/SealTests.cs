using System.Text;
using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Tests.Core.Store;

public sealed class SealTests : IDisposable
{
    private const string A = "20261123T083000Z-smoke-4f2a";
    private const string B = "20261123T093000Z-smoke-91bc";

    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-seal-").FullName;
    private readonly RunStore _store;

    public SealTests()
    {
        _store = new RunStore(_directory);
        Keep(_store, A, ok: 10);
        Keep(_store, B, ok: 30);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.0)]
    [InlineData(0.999)]
    public void Histograms_that_were_cut_give_no_figure(double kept)
    {
        using (var log = File.OpenWrite(FileOf(A, "histograms.hlog")))
        {
            log.SetLength((long)(log.Length * kept));
        }

        Refusal(A).Should().StartWith($"Run '{A}' in '{_store.PathOf(A)}' is not as LoadLab wrote it: '{FileOf(A, "histograms.hlog")}' has ").And.Contain(" when the run was stored.");
        Outcomes().Should().Equal((A, "edited", null), (B, "completed", "NO-GO"));
    }

    [Fact]
    public void Histograms_that_are_gone_give_no_figure()
    {
        File.Delete(FileOf(A, "histograms.hlog"));

        Refusal(A).Should().Contain("histograms.hlog' is gone, and had ");
    }

    [Fact]
    public void Histograms_of_the_same_length_with_another_content_give_no_figure()
    {
        var path = FileOf(A, "histograms.hlog");
        var bytes = File.ReadAllBytes(path);
        bytes[^3] ^= 1;
        File.WriteAllBytes(path, bytes);

        Refusal(A).Should().Contain("histograms.hlog' was changed after the run was stored: its checksum is another one.");
    }

    [Theory]
    [InlineData("\"decision\": \"NO-GO\"", "\"decision\": \"GO\"")]
    [InlineData("\"suite\": \"smoke\"", "\"suite\": \"smoky\"")]
    [InlineData("\n", "\r\n")]
    [InlineData("\"histogramBytes\": ", "\"histogramBytes\": 1")]
    [InlineData("\"documentSha256\": \"", "\"documentSha256\": \"0")]
    [InlineData("\"seal\"", "\"seal\" ")]
    public void A_document_that_was_edited_is_told_as_edited(string before, string after)
    {
        var path = FileOf(A, "run.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace(before, after, StringComparison.Ordinal));

        Refusal(A).Should().StartWith($"Run '{A}' in '{_store.PathOf(A)}' is not as LoadLab wrote it: ");
        Outcomes().Should().Equal((A, "edited", null), (B, "completed", "NO-GO"));
    }

    [Fact]
    public void A_document_of_another_run_is_told_as_that_runs_and_its_histograms_do_not_fit()
    {
        Exchange("run.json");

        Refusal(A).Should().Contain("is not as LoadLab wrote it");
        Refusal(B).Should().Contain("is not as LoadLab wrote it");
    }

    [Fact]
    public void Folders_that_were_exchanged_keep_their_runs()
    {
        Exchange("run.json");
        Exchange("histograms.hlog");

        Count(A).Should().Be(10);
        Count(B).Should().Be(30);
        _store.Summaries().Select(run => run.RunId).Should().Equal(A, B);
    }

    [Fact]
    public void Labels_approvals_and_judging_anew_seal_again()
    {
        RunArchive.Label(_store, A, new Dictionary<string, string> { ["commit"] = "1a2b" });

        _store.Read(A).IsSealed.Should().BeTrue();
        _store.Save(_store.Read(A) with { Evaluation = null });
        _store.Read(A).IsSealed.Should().BeTrue();
        _store.Read(A).Record.Plan.Labels.Should().ContainKey("commit");
    }

    [Fact]
    public void What_was_edited_is_not_sealed_by_a_label_nor_exported()
    {
        var path = FileOf(A, "run.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("NO-GO", "GO", StringComparison.Ordinal));
        var zip = Path.Combine(_directory, "a.zip");

        var labelling = () => RunArchive.Label(_store, A, new Dictionary<string, string> { ["commit"] = "1a2b" });
        var exporting = () => RunArchive.Export(_store, A, zip);

        labelling.Should().Throw<LoadLabException>().WithMessage("*is not as LoadLab wrote it*").Which.ExitCode.Should().Be(ExitCode.BadConfiguration);
        exporting.Should().Throw<LoadLabException>().WithMessage("*is not as LoadLab wrote it*");
        File.Exists(zip).Should().BeFalse();
    }

    [Fact]
    public void A_run_of_an_older_version_is_read_and_known_as_not_sealed()
    {
        Unseal(A);

        _store.Read(A).IsSealed.Should().BeFalse();
        Count(A).Should().Be(10);
        _store.Summaries()[0].Should().Match<RunSummary>(run => !run.IsSealed && run.IsReadable);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0)]
    public void Histograms_of_an_older_run_are_held_against_its_counts(double kept)
    {
        Unseal(A);
        using (var log = File.OpenWrite(FileOf(A, "histograms.hlog")))
        {
            log.SetLength((long)(log.Length * kept));
        }

        Refusal(A).Should().Contain("its histograms have ").And.Contain("run.json counts ");
    }

    [Fact]
    public void Copies_of_a_run_are_one_run()
    {
        foreach (var copy in new[] { "20261123T083000Z-smoke-0001", "a copy" })
        {
            Directory.CreateDirectory(Path.Combine(_directory, copy));
            foreach (var file in Directory.EnumerateFiles(_store.PathOf(A)))
            {
                File.Copy(file, Path.Combine(_directory, copy, Path.GetFileName(file)));
            }
        }

        _store.List().Should().Equal(A, B);
        _store.Summaries().Select(run => run.RunId).Should().Equal(A, B);
        _store.Copies().Should().Equal(("20261123T083000Z-smoke-0001", A), ("a copy", A));
        RunReferences.Read(_store, $"{A},a copy").Should().ContainSingle();
        _store.Read("a copy").Directory.Should().Be(Path.Combine(_directory, "a copy"));
        Refusal("20261123T083000Z-smoke-0001").Should().Be($"There is no run '20261123T083000Z-smoke-0001' in '{_directory}': the folder of that name holds run '{A}'.");
    }

    [Fact]
    public void An_edited_run_that_calls_itself_another_does_not_hide()
    {
        var path = FileOf(A, "run.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace(A, B, StringComparison.Ordinal));

        Outcomes().Should().Equal((A, "edited", null), (B, "completed", "NO-GO"));
        Count(B).Should().Be(30);
    }

    [Fact]
    public void A_line_of_the_index_that_was_edited_says_nothing()
    {
        _store.Summaries();
        var index = Path.Combine(_directory, "index.jsonl");
        File.WriteAllText(index, File.ReadAllText(index).Replace("NO-GO", "GO", StringComparison.Ordinal));

        Outcomes().Should().Equal((A, "completed", "NO-GO"), (B, "completed", "NO-GO"));
    }

    internal static void Keep(RunStore store, string runId, int ok)
    {
        var seconds = StoredSample.Seconds.Select(second => StoredSample.Second(second.Second, second.Measured, ok / 2, 0)).ToList();
        store.Keep(
            StoredSample.Record with { RunId = runId, Seconds = [.. seconds.Select(second => second with { Slices = [] })], Slices = [.. seconds.SelectMany(second => second.Slices)] },
            StoredSample.Evaluation);
    }

    private long Count(string runId) => PhaseSummary.OfAll(_store.Read(runId).Record)[0].Steps.Single(step => step.Step == "open_course").Response.TotalCount;

    private void Unseal(string runId)
    {
        var path = FileOf(runId, "run.json");
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text[..text.LastIndexOf(",\n  \"seal\"", StringComparison.Ordinal)] + "\n}", new UTF8Encoding(false));
    }

    private void Exchange(string file)
    {
        var (a, b) = (Path.Combine(_directory, A, file), Path.Combine(_directory, B, file));
        File.Move(a, a + "x");
        File.Move(b, a);
        File.Move(a + "x", b);
    }

    private string Refusal(string runId)
    {
        var reading = () => _store.Read(runId);
        var fault = reading.Should().Throw<LoadLabException>().Which;
        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        return fault.Message;
    }

    private IEnumerable<(string, string, string?)> Outcomes() => _store.Summaries().Select(run => (run.RunId, run.Outcome, run.Decision));

    private string FileOf(string runId, string file) => Path.Combine(_store.PathOf(runId), file);
}
