using LoadLab.Sdk;

namespace LoadLab.Engine.VirtualUsers;

/// <summary>Deals iterations and users to the scenarios of a phase. Pure: the same seed deals the same.</summary>
internal sealed class ScenarioMix
{
    private readonly IReadOnlyList<ScenarioRuntime> _scenarios;
    private readonly double[] _cumulative;
    private readonly long _seed;

    public ScenarioMix(IReadOnlyList<ScenarioRuntime> scenarios, long seed)
    {
        _scenarios = scenarios;
        _seed = seed;
        _cumulative = new double[scenarios.Count];
        double sum = 0;
        for (var i = 0; i < scenarios.Count; i++)
        {
            sum += scenarios[i].Weight;
            _cumulative[i] = sum;
        }
    }

    /// <summary>The scenario of arrival <paramref name="number"/>: drawn by weight from the seed and the number.</summary>
    public ScenarioRuntime OfArrival(long number)
    {
        if (_scenarios.Count == 1)
        {
            return _scenarios[0];
        }

        var at = SeededRandom.UniformAt(_seed, ~number) * _cumulative[^1];
        var index = Array.FindIndex(_cumulative, limit => at < limit);
        return _scenarios[index < 0 ? ^1 : index];
    }

    /// <summary>
    /// The scenario of each of <paramref name="users"/> users: at any point of a ramp the shares are as near to the weights as whole
    /// users can be (the next user goes to the scenario that is furthest behind its share).
    /// </summary>
    public IReadOnlyList<ScenarioRuntime> OfUsers(int users)
    {
        var given = new int[_scenarios.Count];
        var dealt = new ScenarioRuntime[users];
        for (var user = 0; user < users; user++)
        {
            var furthest = 0;
            for (var i = 1; i < _scenarios.Count; i++)
            {
                furthest = Behind(i) > Behind(furthest) ? i : furthest;
            }

            given[furthest]++;
            dealt[user] = _scenarios[furthest];

            double Behind(int i) => (_scenarios[i].Weight / _cumulative[^1] * (user + 1)) - given[i];
        }

        return dealt;
    }
}
