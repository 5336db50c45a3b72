using Lms.Scenarios;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.IntegrationTests.ReferenceLms;

/// <summary>The scenarios against the real service: no check fails, and every action has been done.</summary>
[Collection(OneReferenceLms.Name)]
public sealed class StudentAgainstLmsTests(RunningLms running) : IClassFixture<RunningLms>
{
    private const int VirtualUsers = 45; // More than there are accounts.
    private const int IterationsOfUser = 12;

    [Theory]
    [InlineData("student", "log_in my_courses open_course browse search save_progress submit_work upload")]
    [InlineData("catalogue_reader", "open_course browse search")]
    public async Task Every_action_succeeds(string name, string steps)
    {
        var settings = new Dictionary<string, string> { ["users"] = "40", ["upload.bytes"] = "100000", ["weight.upload"] = "5" };
        var scenario = new LmsScenarios().Scenarios.Single(scenario => scenario.Name == name);
        await scenario.Init!(new Context(running.Lms.Client, 0, settings));
        var users = Enumerable.Range(0, VirtualUsers).Select(number => new Context(running.Lms.Client, number, settings)).ToArray();

        await Task.WhenAll(users.Select(async user =>
        {
            for (var i = 0; i < IterationsOfUser; i++)
            {
                await scenario.Run(user);
            }
        }));

        var all = users.SelectMany(user => user.Steps).ToArray();
        all.Where(step => step.Response.IsError).Select(step => $"{step.Name}: {step.Response.StatusCode} {step.Response.Message}").Should().BeEmpty();
        all.Select(step => step.Name).Distinct().Should().BeEquivalentTo(steps.Split(' '));
    }

    private sealed class Context(HttpClient client, int instance, Dictionary<string, string> settings)
        : IScenarioContext, IStepSink, IScenarioInitContext, IScenarioLogger
    {
        private object? _state;
        private string _step = "";

        public List<(string Name, IResponse Response)> Steps { get; } = [];

        public ScenarioInfo ScenarioInfo { get; } = new() { ScenarioName = "student", InstanceId = $"student-{instance}", InstanceNumber = instance };

        public long InvocationNumber => Steps.Count;

        public long IterationNumber => Steps.Count;

        public IDictionary<string, object> Data { get; } = new Dictionary<string, object>();

        public IDictionary<string, object> ScenarioInstanceData { get; } = new Dictionary<string, object>();

        public Random Random { get; } = new SeededRandom(1, instance);

        public IScenarioLogger Logger => this;

        public CancellationToken CancellationToken => CancellationToken.None;

        public HttpClient HttpClient => client;

        public IReadOnlyDictionary<string, string> Settings => settings;

        public string ScenarioName => "student";

        public Uri BaseAddress => client.BaseAddress!;

        public long Seed => 1;

        public T UserState<T>(Func<T> create)
            where T : class => (T)(_state ??= create());

        public StepMark StepStarted(string name)
        {
            _step = name;
            return default;
        }

        public void StepEnded(StepMark mark, IResponse response) => Steps.Add((_step, response));

        public bool IsCutOff(Exception fault) => false;

        public void StopScenario(string scenarioName, string reason) => throw new NotSupportedException(reason);

        public void StopCurrentTest(string reason) => throw new NotSupportedException(reason);

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
}
