namespace LoadLab.Cli.Commands;

/// <summary>The words of a suite's phases, below the help of <c>run</c>.</summary>
internal static class WorkloadHelp
{
    public const string Text = """
        What a phase of a suite can say (any of it with --set phases.NAME.KEY=VALUE):
          closed model   users, thinkTime (30s, or {mean, distribution: constant | uniform | exponential}), pacing
          open model     rate (150/s, 10/m), arrivals: constant | poisson | random (minRate, maxRate), preparedVirtualUsers
          over time      ramp, warmUp (both not measured), hold or iterations, startAt, drain
          any load       simulations: a list of keepConstant, rampingConstant, inject, rampingInject, injectRandom, poisson,
                         pause, iterationsForConstant, iterationsForInject; each with measured: true | false
          both           scenarios with weights, connections: per-user | shared, maxVirtualUsers, requestTimeout
        What ends a run early:
          abort: [{slo: api-response-p95, after: 10s, for: 5s}]     an SLO that fails in a sliding window; exit code 99
          stop: {errorRatio: 50%, over: 5s, minSamples: 100}        too many failed iterations
        What is broken on purpose, and judged (as in the suite 'faults'; --set faults.0.at=30s):
          faults: [{stop: postgres, at: 20s, for: 5s, recoverWithin: 10s, errors: 60%}, {pause: redis, at: 40s, for: 3s}]
        """;
}
