namespace LoadLab.Tests.K6.Driving;

/// <summary>A suite's phases as scenarios of k6, and what k6 cannot do.</summary>
public sealed class DrivenLoadTests
{
    [Fact]
    public void Phases_come_one_after_the_other_and_a_warm_up_is_a_stage()
    {
        var module = DrivenPlan.Module("[{name: warm, users: 4, warmUp: 2s, hold: 6s, drain: 3s, scenarios: read}, {name: rate, model: open, rate: 0.2/s, hold: 10s, drain: 30s, maxVirtualUsers: 7, scenarios: write}]");

        module.Should().Contain("""  "warm": { executor: 'ramping-vus', startVUs: 0, stages: [{ duration: '0s', target: 4 }, { duration: '2s', target: 4 }, { duration: '6s', target: 4 }], exec: 'loadlab_phase_0', gracefulStop: '3s' },""")
            .And.Contain("""  "rate": { executor: 'constant-arrival-rate', rate: 1, timeUnit: '5s', duration: '10s', preAllocatedVUs: 1, maxVUs: 7, exec: 'loadlab_phase_1', gracefulStop: '30s', startTime: '8s' },""");
        module.Should().Contain("""export async function loadlab_phase_0(data) { await iterate({ mix: [["read", 1]], windows: [[2000, 8000]], think: null, pacing: 0 }, data); }""");
        module.Should().Contain("export { setup } from \"file:///tests/s.js\";").And.NotContain("teardown,");
    }

    [Fact]
    public void Think_time_pacing_and_a_mix_are_the_modules_business()
    {
        var module = DrivenPlan.Module("[{name: mixed, users: 2, hold: 5s, thinkTime: {mean: 500ms, distribution: uniform}, scenarios: {read: 3, write: 1}}, {name: paced, users: 1, hold: 5s, pacing: 250ms, scenarios: read}]");

        module.Should().Contain("""mix: [["read", 0.75], ["write", 1]], windows: [[0, 5000]], think: () => 0.5 * (0.5 + Math.random()), pacing: 0 }""")
            .And.Contain("think: null, pacing: 250 }");
    }

    [Fact]
    public void A_start_at_is_the_start_time_of_its_scenario()
    {
        DrivenPlan.Module("[{name: a, users: 1, hold: 9s, scenarios: read}, {name: b, users: 1, hold: 2s, startAt: 4s, scenarios: write}]").Should().Contain("startTime: '4s'");
    }

    [Theory]
    [InlineData("{name: p, model: open, rate: 5/s, arrivals: poisson, hold: 5s, scenarios: read}", "", "Phase 'p': k6 has no random arrivals. Write arrivals: constant.")]
    [InlineData("{name: p, users: 2, hold: 5s, connections: shared, scenarios: read}", "", "Phase 'p': each user of k6 has connections of its own. Write connections: per-user.")]
    [InlineData("{name: p, users: 2, hold: 5s, scenarios: read}", "resend: idempotent", "Phase 'p': what k6 sends once more it does not tell. Take resend out.")]
    [InlineData("{name: p, users: 2, iterations: 5, scenarios: read}, {name: q, users: 1, hold: 1s, scenarios: read}", "", "Phase 'p': it ends with its iterations, and k6 begins a scenario at a time, not after another. Give the phase after it a startAt.")]
    public void What_k6_cannot_do_is_refused_and_not_done_otherwise(string phases, string more, string fault)
    {
        DrivenPlan.Faults($"[{phases}]", more).Should().Contain(fault);
    }

    [Fact]
    public void What_it_can_do_is_not_refused()
    {
        DrivenPlan.Faults("[{name: p, model: open, rate: 5/s, hold: 5s, scenarios: read}, {name: q, users: 2, iterations: 5, scenarios: {read: 1, write: 2}}]").Should().BeEmpty();
    }
}
