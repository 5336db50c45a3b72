using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Probes;
using Microsoft.Extensions.Time.Testing;

namespace LoadLab.Tests.Stacks.Probes;

public sealed class QueueWatchTests
{
    private readonly FakeTimeProvider _time = new();
    private bool _known;

    [Fact]
    public void A_queue_that_never_had_an_item_has_no_length_and_says_why()
    {
        var queues = Queues("jobs");

        var samples = new[] { queues.Add([0]), queues.Add([0]) };

        samples.Should().AllSatisfy(sample => sample.Should().Be(double.NaN));
        queues.Late().Should().BeEmpty();
        queues.Finding(FindingSeverity.Warning, "Look.")!.Should().Be(new Finding(
            "queue.length", FindingSeverity.Warning, "'jobs' never had an item, and Redis keeps no empty list: an empty queue looks like one that does not exist.",
            "queues that are known to exist: an absent one is never 0 items", "Look."));
    }

    [Fact]
    public void A_queue_that_nobody_named_is_told_as_LoadLabs_own_guess()
    {
        QueueKeys.ReferenceLms.FindingAdvice.Should().StartWith("Name the queues of this stack in the suite");
        (QueueKeys.ReferenceLms with { AreNamed = false }).FindingAdvice.Should()
            .StartWith("The suite names no queue, so LoadLab looked for that of its reference LMS. Name the queues of this stack in the suite");
    }

    [Fact]
    public void Once_it_had_an_item_an_empty_one_is_0_and_so_it_was_before()
    {
        var queues = Queues("jobs");
        var before = queues.Add([0]);
        var at = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(1));

        var samples = new[] { queues.Add([3]), queues.Add([0]) };

        before.Should().Be(double.NaN);
        samples.Should().Equal(3, 0);
        queues.Late().Should().Equal(new FinalSample("queue.length", at, 0));
        queues.Finding(FindingSeverity.Warning, "").Should().BeNull();
    }

    [Fact]
    public void A_sum_without_one_of_the_queues_is_none()
    {
        var queues = Queues("jobs", "mistyped");

        queues.Add([3, 0]).Should().Be(double.NaN);
        queues.Finding(FindingSeverity.Warning, "")!.Seen.Should().StartWith("'mistyped' never had an item");
        queues.Add([0, 1]).Should().Be(1);
        queues.Late().Select(sample => sample.Value).Should().Equal(3);
    }

    [Fact]
    public void What_is_known_by_something_else_is_0_when_it_is_empty()
    {
        var queues = Queues("jobs");
        queues.Add([0]);
        _known = true;

        queues.Add([0]).Should().Be(0);
        queues.Late().Should().ContainSingle();
        queues.Finding(FindingSeverity.Info, "").Should().BeNull();
    }

    [Fact]
    public void A_queue_that_cannot_be_read_is_a_gap_with_its_reason_even_when_it_is_known()
    {
        _known = true;
        var queues = Queues("jobs", "stream");
        queues.Refuse("stream", "'stream' is a stream, not a list");

        queues.Add([2, double.NaN]).Should().Be(double.NaN);
        queues.Late().Should().BeEmpty();
        queues.Finding(FindingSeverity.Warning, "")!.Seen.Should().Be("'stream' is a stream, not a list.");
    }

    private QueueWatch Queues(params string[] names) => new(MeasureNames.QueueLength, names, () => _known, _time);
}
