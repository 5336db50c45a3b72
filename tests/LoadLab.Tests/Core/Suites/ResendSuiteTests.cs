using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Suites;

public sealed class ResendSuiteTests
{
    [Fact]
    public void Nothing_is_resent_unless_the_suite_or_a_phase_asks_for_it()
    {
        Policies("", "").Should().Equal(ResendPolicy.Never, ResendPolicy.Never);
        Policies("", ", resend: idempotent").Should().Equal(ResendPolicy.Idempotent, ResendPolicy.Never);
        Policies("resend: idempotent", "").Should().Equal(ResendPolicy.Idempotent, ResendPolicy.Idempotent);
        Policies("resend: idempotent", ", resend: never").Should().Equal(ResendPolicy.Never, ResendPolicy.Idempotent);
    }

    [Fact]
    public void Another_word_is_a_fault()
    {
        FluentActions.Invoking(() => Policies("resend: always", "")).Should().Throw<LoadLabException>().Which.Message.Should().Contain("resend").And.Contain("idempotent");
    }

    private static IEnumerable<ResendPolicy> Policies(string suite, string first) => Planner.Plan(
        SuiteFile.Parse(
            $"suite: tiny\nscenarios: Some.Scenarios\ncatalogue: lms\n{suite}\nphases:\n  - {{name: a, users: 5, hold: 9s{first}}}\n  - {{name: b, users: 5, hold: 9s}}\n", "tiny.yaml"),
        [Scenario.Create("s", _ => Task.FromResult<IResponse>(Response.Ok()))],
        new PlanOptions()).Phases.Select(phase => phase.Resend);
}
