using LoadLab.Sdk;

namespace LoadLab.Engine.VirtualUsers;

/// <summary>What its scenario sees.</summary>
internal sealed partial class VirtualUser
{
    private HttpClient? _client;
    private Dictionary<string, object>? _data;
    private Dictionary<string, object>? _instanceData;
    private object? _state;

    public ScenarioInfo ScenarioInfo { get; }

    public long InvocationNumber { get; private set; }

    public long IterationNumber { get; private set; }

    public long IntendedTimestamp => _intended;

    public IDictionary<string, object> Data => _data ??= [];

    public IDictionary<string, object> ScenarioInstanceData => _instanceData ??= [];

    public Random Random => _random;

    public IScenarioLogger Logger => _phase.Logger;

    public CancellationToken CancellationToken => _phase.CutOffToken;

    public HttpClient HttpClient => _client ??= _phase.Connections.ClientForUser(IsSampling ? this : null);

    public IReadOnlyDictionary<string, string> Settings => _phase.Settings;

    public string SuiteDirectory => _phase.SuiteDirectory;

    public string Secret(string name) => _phase.Secrets.Get(name);

    public T UserState<T>(Func<T> create)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(create);
        return (T)(_state ??= create());
    }

    public void StopScenario(string scenarioName, string reason) => _phase.StopScenario(scenarioName, reason);

    public void StopCurrentTest(string reason) => _phase.StopTest(reason);
}
