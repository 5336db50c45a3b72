using LoadLab.Core.Comparison;
using LoadLab.Core.Runs;
using LoadLab.Tests.Core.Evaluation.Faults;

namespace LoadLab.Tests.Core.Comparison;

/// <summary>What a side's runs have in common of a fault, in words.</summary>
public sealed class ComparedFaultTests
{
    private static readonly FaultEvent ByLoadLab = new(0, 20.1, 25.2);
    private static readonly FaultEvent ByHealer = ByLoadLab with { HealedBy = "heal-db" };

    [Fact]
    public void What_happened_in_some_runs_only_is_counted()
    {
        var runs = new[]
        {
            Run(ByLoadLab), Run(ByHealer), Run(new FaultEvent(0, 20.1, 27.2) { HealedBy = "heal-db" }), Run(new FaultEvent(0, 20.1, null)), Run(null), Without(),
        };

        ComparedFault.Of(runs, [Run(ByLoadLab)]).Should().Equal(new ComparedFault(
            "postgres stop at 20s",
            null,
            6.9,
            "by heal-db after 5.1 s to 7.1 s in 2 of 6 runs, by LoadLab in 1 of 6 runs, never mended in 1 of 6 runs, the run ended before it in 1 of 6 runs, else no such fault",
            "by LoadLab"));
    }

    [Fact]
    public void A_fault_that_was_never_mended_was_mended_by_nobody() =>
        ComparedFault.Of([Run(new FaultEvent(0, 20.1, null))], [Run(ByHealer)]).Should().Equal(new ComparedFault("postgres stop at 20s", null, 6.9, "never mended", "by heal-db after 5.1 s"));

    [Fact]
    public void Not_recovered_is_told_apart_from_not_known()
    {
        var broken = Run(ByLoadLab, failing: 60);
        // Two seconds before it are no level.
        var early = Run(ByLoadLab with { StartSecond = 2.1, EndSecond = 4 }, at: 2);

        ComparedFault.Of([Run(ByLoadLab), broken], [Run(ByLoadLab)])[0].Should().BeEquivalentTo(
            new { BeforeSeconds = (double?)null, Before = "by LoadLab; not recovered when the measuring ended in 1 of 2 runs", AfterSeconds = 6.9 });
        ComparedFault.Of([early], [early])[0].Should().BeEquivalentTo(
            new { BeforeSeconds = (double?)null, Before = "by LoadLab; recovery not known (only 2 measured seconds lie before it that no other fault touches, and 3 are needed)" });
    }

    private static RunRecord Run(FaultEvent? happened, int failing = 27, int at = 20)
    {
        var run = new FaultRun { Failed = second => second >= 20 && second < failing ? 20 : 0 };
        run.Plans[0] = run.Plans[0] with { At = TimeSpan.FromSeconds(at) };
        run.Events.Clear();
        run.Events.AddRange(happened is null ? [] : [happened]);
        return run.Build();
    }

    private static RunRecord Without()
    {
        var run = new FaultRun();
        run.Plans.Clear();
        run.Events.Clear();
        return run.Build();
    }
}
