using System.Text;
using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Suites;
using LoadLab.Reporting.Html;
using LoadLab.Reporting.Markdown;

namespace LoadLab.Tests.Core.Store;

/// <summary>The slowest traced requests in the record, over shards, and in the reports.</summary>
public sealed class TraceStoreTests
{
    private static readonly PhaseTraces s_traces = new(40, 2,
    [
        new SlowTrace("4bf92f3577b34da6a3ce929d0e0e4736", "student", "open", 12.345, 1203.4, "503", SlowTrace.WholeAnswer),
        new SlowTrace("00000000000000010000000000000002", "student", null, 3, 99.5, "timeout", SlowTrace.Head),
    ]);

    [Fact]
    public void They_are_read_back_as_they_were_written()
    {
        var json = RunDocumentWriter.ToJson(With(s_traces), StoredSample.Evaluation);

        var read = RunDocumentReader.ToRecord(RunDocumentReader.Parse(json), []);
        read.Phases[0].Traces.Should().BeEquivalentTo(s_traces);
        read.Plan.TraceSample.Should().Be(0.25);
    }

    [Fact]
    public void A_record_without_them_is_the_bytes_that_it_was() =>
        Encoding.UTF8.GetString(RunDocumentWriter.ToJson(StoredSample.Record, StoredSample.Evaluation)).Should().NotContain("traces\"").And.NotContain("traceSample");

    [Fact]
    public void The_reports_list_them_and_say_which_time_it_is()
    {
        var run = new JudgedRun(With(s_traces), StoredSample.Evaluation);

        foreach (var report in new[] { HtmlText.Of(run), MarkdownText.Of(run, noChart: "none") })
        {
            report.Should().Contain("The slowest traced requests").And.Contain("4bf92f3577b34da6a3ce929d0e0e4736").And.Contain("12.345 s").And.Contain("service time of one request")
                .And.Contain("40 measured requests carried").And.Contain("2 had one of the scenario").And.Contain("one of several steps at once").And.Contain("to the head of the answer");
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Shards_give_together_what_one_generator_would_have_kept(int shards)
    {
        var random = new Random(shards);
        var all = Enumerable.Range(0, 600).Select(i => new SlowTrace($"{i:x32}", "s", i % 7 == 0 ? null : $"step-{i % 7}", i, random.Next(400), "200", SlowTrace.WholeAnswer)).ToList();
        var parts = all.Index().GroupBy(one => one.Index % shards).Select(part => new PhaseTraces(part.Count(), 0, PhaseTraces.Keep(part.Select(one => one.Item)))).ToList();

        var merged = PhaseTraces.Merge([null, .. parts])!;

        merged.Slowest.Should().Equal(PhaseTraces.Keep(all));
        merged.Sampled.Should().Be(600);
        merged.Slowest.Take(PhaseTraces.MostOfAll).Select(trace => trace.ServiceMs).Should().Equal(all.Select(trace => trace.ServiceMs).OrderDescending().Take(PhaseTraces.MostOfAll));
        merged.Slowest.GroupBy(trace => trace.Step).Should().HaveCount(7).And.OnlyContain(step => step.Count() >= PhaseTraces.MostOfStep);
    }

    [Fact]
    public void No_part_that_was_sampled_is_no_list() => PhaseTraces.Merge([null, null]).Should().BeNull();

    [Theory]
    [InlineData("0.25", 0.25)]
    [InlineData("1", 1)]
    [InlineData("0", 0)]
    public void A_suite_says_the_share(string written, double ratio) => Suite(written).Definition.TraceSample.Should().Be(ratio);

    [Theory]
    [InlineData("1.5")]
    [InlineData("-1")]
    public void A_share_outside_of_0_to_1_is_a_fault_of_the_suite(string written) =>
        FluentActions.Invoking(() => Suite(written).Definition).Should().Throw<LoadLabException>().Which.Message.Should().Contain($"traceSample: {written} is not a number from 0 to 1");

    private static SuiteFile Suite(string written) =>
        SuiteFile.Parse($"suite: s\nscenarios: x\ncatalogue: lms\ntraceSample: {written}\nphases:\n  - {{name: p, users: 1, hold: 10s}}\n", "s.yaml");

    private static RunRecord With(PhaseTraces traces) => StoredSample.Record with
    {
        Plan = StoredSample.Record.Plan with { TraceSample = 0.25 },
        Phases = [StoredSample.Record.Phases[0] with { Traces = traces }, .. StoredSample.Record.Phases.Skip(1)],
    };
}
