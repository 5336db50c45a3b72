using System.Text;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Reporting.Html;

namespace LoadLab.Tests.Core.Store;

public sealed class FailureExampleStoreTests
{
    private static readonly FailureExample s_example = new(
        "student", "open", "status-5xx", "503", "full", "GET http://h/ HTTP/1.1\n</pre><script>alert(1)</script>", "HTTP/1.1 503 Busy\n\nbody", "System.Exception: x\n   at Y()");

    [Fact]
    public void Examples_are_read_back_as_they_were_written()
    {
        var record = WithExamples(s_example);

        var json = RunDocumentWriter.ToJson(record, StoredSample.Evaluation);

        Encoding.UTF8.GetString(json).Should().Contain("\"failureExamples\"");
        RunDocumentReader.ToRecord(RunDocumentReader.Parse(json), []).Phases[0].Examples.Should().Equal(s_example);
    }

    [Fact]
    public void A_record_without_examples_is_the_bytes_that_it_was() =>
        Encoding.UTF8.GetString(RunDocumentWriter.ToJson(StoredSample.Record, StoredSample.Evaluation)).Should().NotContain("failureExamples");

    [Fact]
    public void Shards_give_no_more_than_one_run_may_have()
    {
        var phase = StoredSample.Record.Phases[0];
        var parts = Enumerable.Range(0, 4).Select(part => phase with { Examples = [.. Enumerable.Range(0, 3).Select(at => s_example with { Message = $"{part}/{at}" })] }).ToList();

        ShardFailures.Examples(parts).Select(example => example.Message).Should().Equal("0/0", "1/0", "2/0");
    }

    [Fact]
    public void The_report_shows_them_folded_and_as_text_alone()
    {
        var page = HtmlText.Of(new JudgedRun(WithExamples(s_example), StoredSample.Evaluation));

        page.Should().Contain("<summary>The first failures in full: request, answer, stack</summary>").And.Contain("student / open: status-5xx 503").And.Contain("&lt;script&gt;alert(1)&lt;/script&gt;").And.NotContain("<script>alert");
    }

    private static RunRecord WithExamples(params FailureExample[] examples) =>
        StoredSample.Record with { Phases = [StoredSample.Record.Phases[0] with { Examples = examples }, .. StoredSample.Record.Phases.Skip(1)] };
}
