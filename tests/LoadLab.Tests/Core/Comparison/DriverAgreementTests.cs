using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Runs;

namespace LoadLab.Tests.Core.Comparison;

/// <summary>Whether two drivers measured the same.</summary>
public sealed class DriverAgreementTests
{
    private static readonly ComparisonSample Sample = new() { Seconds = 30, PerSecond = 100, Sigma = 0.1 };

    [Fact]
    public void Drivers_that_measured_the_same_agree()
    {
        var agreement = DriverAgreement.Of(Own(Sample), Other(Sample));

        agreement.ExitCode.Should().Be(ExitCode.Ok);
        (agreement.Disagreements.Count, agreement.Open.Count, agreement.OneSided.Count).Should().Be((0, 0, 0));
    }

    [Fact]
    public void A_shift_in_either_direction_is_a_finding_about_a_driver()
    {
        var (slow, quick) = (Sample with { MedianMicros = Sample.MedianMicros * 1.3 }, Sample with { MedianMicros = Sample.MedianMicros / 1.3 });

        DriverAgreement.Of(Own(Sample), Other(slow)).ExitCode.Should().Be(ExitCode.InvalidRun);
        DriverAgreement.Of(Own(Sample), Other(quick)).ExitCode.Should().Be(ExitCode.InvalidRun);
    }

    [Fact]
    public void A_driver_that_lets_failures_go_by_does_not_agree()
    {
        DriverAgreement.Of(Own(Sample with { Failing = 0.1 }), Other(Sample)).Disagreements.Should().Contain(figure => figure.Kind == FigureKind.ErrorRatio);
    }

    [Fact]
    public void A_step_that_one_of_them_did_not_have_is_no_agreement()
    {
        var agreement = DriverAgreement.Of(Own(Sample with { Steps = ["browse", "order"], PerSecond = 50 }), Other(Sample with { Steps = ["browse", "pay"], PerSecond = 50 }));

        agreement.OneSided.Should().Equal("rate-10 student/order: only LoadLab's engine had it", "rate-10 student/pay: only k6 had it");
        agreement.ExitCode.Should().Be(ExitCode.InvalidRun);
    }

    [Fact]
    public void Runs_that_vary_more_than_the_margin_say_nothing()
    {
        var medians = new[] { 0.6, 0.9, 1.2, 1.6 };

        var agreement = DriverAgreement.Of(
            [.. medians.Select((by, at) => (Sample with { Seed = at, MedianMicros = Sample.MedianMicros * by }).Run($"a{at}"))],
            [.. medians.Select((by, at) => Driven((Sample with { Seed = at + 9, MedianMicros = Sample.MedianMicros * by }).Run($"b{at}")))]);

        agreement.ExitCode.Should().Be(ExitCode.Inconclusive);
    }

    private static IReadOnlyList<ComparedRun> Own(ComparisonSample sample) => [.. Enumerable.Range(0, 4).Select(at => (sample with { Seed = at }).Run($"a{at}"))];

    private static IReadOnlyList<ComparedRun> Other(ComparisonSample sample) => [.. Enumerable.Range(0, 4).Select(at => Driven((sample with { Seed = at + 10 }).Run($"b{at}")))];

    private static ComparedRun Driven(ComparedRun run) => run with { Record = run.Record with { Driver = new ForeignDriver("k6", "2.2.0", "ndjson", "", HasDistribution: true) { WasRun = true } } };
}
