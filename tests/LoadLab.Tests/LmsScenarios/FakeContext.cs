using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Tests.LmsScenarios;

/// <summary>A context that remembers the steps; one virtual user.</summary>
internal sealed class FakeContext(HttpClient client, int instance, IReadOnlyDictionary<string, string> settings)
    : IScenarioContext, IStepSink, IScenarioInitContext, IScenarioLogger
{
    private object? _state;

    public List<(string Name, IResponse Response)> Steps { get; } = [];

    public ScenarioInfo ScenarioInfo { get; } = new() { ScenarioName = "student", InstanceId = "student-" + instance, InstanceNumber = instance };

    public long InvocationNumber => Steps.Count;

    public long IterationNumber => Steps.Count;

    public IDictionary<string, object> Data { get; } = new Dictionary<string, object>();

    public IDictionary<string, object> ScenarioInstanceData { get; } = new Dictionary<string, object>();

    public Random Random { get; } = new SeededRandom(1);

    public IScenarioLogger Logger => this;

    public CancellationToken CancellationToken => CancellationToken.None;

    public HttpClient HttpClient => client;

    public IReadOnlyDictionary<string, string> Settings => settings;

    public string ScenarioName => ScenarioInfo.ScenarioName;

    public Uri BaseAddress => client.BaseAddress!;

    public long Seed => 1;

    private string? _started;

    public T UserState<T>(Func<T> create)
        where T : class => (T)(_state ??= create());

    public StepMark StepStarted(string name)
    {
        _started.Should().BeNull("steps of a student do not overlap");
        _started = name;
        return default;
    }

    public void StepEnded(StepMark mark, IResponse response)
    {
        Steps.Add((_started!, response));
        _started = null;
    }

    public bool IsCutOff(Exception fault) => false;

    public void StopScenario(string scenarioName, string reason) => throw new NotSupportedException();

    public void StopCurrentTest(string reason) => throw new NotSupportedException();

    public void Debug(string messageTemplate, params object?[] values)
    {
    }

    public void Information(string messageTemplate, params object?[] values)
    {
    }

    public void Warning(string messageTemplate, params object?[] values)
    {
    }

    public void Error(string messageTemplate, params object?[] values)
    {
    }
}
