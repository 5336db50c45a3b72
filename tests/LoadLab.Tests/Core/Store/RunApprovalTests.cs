using LoadLab.Core;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Evaluation.Decisions;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Store;

public sealed class RunApprovalTests : IDisposable
{
    private static readonly Approval Ada = new("Ada \"A\" 🚀", "INC-4711\nsecond line", new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-approve-").FullName;

    private RunStore Store => new(_directory);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void An_approval_is_kept_and_decides()
    {
        Keep("emergency-change", ChangeRuleTests.Slow());

        var approved = RunApproval.Approve(Store, "run", Ada);

        (approved.Evaluation!.Decision, approved.Evaluation.ExitCode).Should().Be((Decision.GoWithApproval, ExitCode.Ok));
        var read = Store.Read("run");
        read.Record.Plan.Change!.Approval.Should().Be(Ada);
        read.Evaluation.Should().BeEquivalentTo(approved.Evaluation);
        Evaluator.Evaluate(read.Record, RecordBuilder.Catalogue).Decision.Should().Be(Decision.GoWithApproval, "judging it again says the same");
        Store.Summaries().Single().Decision.Should().Be("GO-WITH-APPROVAL");
        Refusal().Should().StartWith("Run 'run' cannot be approved. It is approved by Ada");
    }

    [Fact]
    public void What_takes_no_approval_says_so()
    {
        Keep("feature-release", ChangeRuleTests.Slow());

        Refusal().Should().Be("Run 'run' cannot be approved. 'feature-release' takes no approval: it needs required-slos-pass and error-budget-left. Make it for one that does: loadlab run SUITE --change ID");
    }

    [Fact]
    public void An_invalid_run_cannot_be_approved()
    {
        Keep("emergency-change", new RecordBuilder { Dropped = 5_000 });

        Refusal().Should().Be("Run 'run' cannot be approved. It is INVALID, so it says nothing that could be approved. Make it again.");
    }

    [Fact]
    public void An_interrupted_run_cannot_be_approved()
    {
        Keep("emergency-change", new RecordBuilder { Outcome = RunOutcome.Interrupted });

        Refusal().Should().Be("Run 'run' cannot be approved. It is interrupted, so it says nothing that could be approved.");
    }

    [Fact]
    public void A_good_run_needs_none()
    {
        Keep("emergency-change", new RecordBuilder());

        Refusal().Should().Be("Run 'run' cannot be approved. It is GO as it is and needs no approval.");
    }

    private void Keep(string change, RecordBuilder builder)
    {
        var record = ChangeRuleTests.Of(change, builder);
        Store.Keep(record, Evaluator.Evaluate(record, RecordBuilder.Catalogue));
    }

    private string Refusal() => ((Action)(() => RunApproval.Approve(Store, "run", Ada))).Should().Throw<LoadLabException>().Which.Message;
}
