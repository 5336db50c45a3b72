using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Runs;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Evaluation.Decisions;

public sealed class ChangePlannerTests
{
    private static readonly Approval Ada = new("Ada", "INC-4711", DateTimeOffset.UnixEpoch);

    [Fact]
    public void Without_a_name_it_is_go_no_go_with_the_rule_of_the_catalogue()
    {
        var plan = ChangePlanner.Plan(RecordBuilder.Catalogue, new ChangeOptions(), [])!;

        (plan.Id, plan.Source, plan.UnknownBudgetPasses, plan.LeastBudgetRatio).Should().Be(("go-no-go", "10.2/1", true, 0m));
        plan.Needs.Should().Equal("required-slos-pass", "error-budget-left");
        ChangePlanner.Plan(RecordBuilder.Catalogue, new ChangeOptions { Id = "feature-release" }, [])!.LeastBudgetRatio.Should().Be(0.1m);
    }

    [Fact]
    public void A_catalogue_without_one_leaves_the_rule_out() =>
        ChangePlanner.Plan(RecordBuilder.Catalogue with { Document = [] }, new ChangeOptions(), []).Should().BeNull();

    [Fact]
    public void A_slip_gets_the_nearest_name() =>
        Faults(new ChangeOptions { Id = "feature-relase" }).Should().Equal(
            "--change feature-relase: catalogue 'lms' has no such decision. Did you mean 'feature-release'? It has: go-no-go, feature-release, infrastructure-change, emergency-change.");

    [Fact]
    public void An_approval_of_what_takes_none_is_told() =>
        Faults(new ChangeOptions { Id = "feature-release", Approval = Ada }).Should().Equal(
            "'feature-release' takes no approval: it needs required-slos-pass and error-budget-left. What takes one: --change emergency-change.");

    private static List<string> Faults(ChangeOptions options)
    {
        var faults = new List<string>();
        ChangePlanner.Plan(RecordBuilder.Catalogue, options, faults);
        return faults;
    }
}
