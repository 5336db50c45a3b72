using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Tests.Sdk;

/// <summary>A context of one virtual user that notes its steps and log lines.</summary>
internal sealed class SdkContext : IScenarioContext, IStepSink, IScenarioLogger
{
    private bool _isCutOff;
    private object? _state;

    public List<string> Started { get; } = [];

    public List<(StepMark Mark, IResponse Response)> Ended { get; } = [];

    public List<string> Lines { get; } = [];

    public ScenarioInfo ScenarioInfo { get; init; } = new() { ScenarioName = "s", InstanceId = "s-0", InstanceNumber = 0 };

    public long InvocationNumber { get; init; } = 1;

    public long IterationNumber { get; init; }

    public int ShardIndex { get; init; }

    public int ShardCount { get; init; } = 1;

    public IDictionary<string, object> Data { get; } = new Dictionary<string, object>();

    public IDictionary<string, object> ScenarioInstanceData { get; } = new Dictionary<string, object>();

    public Random Random => new SeededRandom(42, IterationNumber);

    public IScenarioLogger Logger => this;

    public CancellationToken CancellationToken => new(_isCutOff);

    public HttpClient HttpClient => throw new NotSupportedException();

    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    public void CutOff() => _isCutOff = true;

    public T UserState<T>(Func<T> create)
        where T : class => (T)(_state ??= create());

    public StepMark StepStarted(string name)
    {
        Started.Add(name);
        return new StepMark(Started.Count, 0, 0);
    }

    public void StepEnded(StepMark mark, IResponse response) => Ended.Add((mark, response));

    public bool IsCutOff(Exception fault) => fault is OperationCanceledException && _isCutOff;

    public void StopScenario(string scenarioName, string reason) => throw new NotSupportedException();

    public void StopCurrentTest(string reason) => throw new NotSupportedException();

    public void Debug(string messageTemplate, params object?[] values) => Lines.Add($"debug|{messageTemplate}|{string.Join('|', values)}");

    public void Information(string messageTemplate, params object?[] values) => Lines.Add($"information|{messageTemplate}|{string.Join('|', values)}");

    public void Warning(string messageTemplate, params object?[] values) => Lines.Add($"warning|{messageTemplate}|{string.Join('|', values)}");

    public void Error(string messageTemplate, params object?[] values) => Lines.Add($"error|{messageTemplate}|{string.Join('|', values)}");
}
