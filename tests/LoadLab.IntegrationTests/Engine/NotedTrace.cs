using LoadLab.Core.Running;
using LoadLab.Sdk;

namespace LoadLab.IntegrationTests.Engine;

/// <summary>Notes what a trace is told.</summary>
internal sealed class NotedTrace : IIterationTrace
{
    public List<string> Events { get; } = [];

    public List<TracedExchange> Exchanges { get; } = [];

    public void OnIterationStarted(string scenario) => Events.Add($"iteration of {scenario}");

    public void OnStepStarted(string scenario, string step) => Events.Add($"step {step}");

    public void OnExchange(TracedExchange exchange)
    {
        Exchanges.Add(exchange);
        Events.Add($"{exchange.Request.Method} {exchange.Request.RequestUri!.PathAndQuery} {(exchange.Answer is null ? exchange.Fault!.GetType().Name : (int)exchange.Answer.StatusCode)}");
    }

    public void OnStepEnded(string scenario, string step, IResponse response, TimeSpan took) => Events.Add($"step {step} ended {response.IsError}");

    public void OnCheck(string scenario, string group, string check, bool holds) => Events.Add($"check {group} {check} {holds}");

    public void OnIterationEnded(string scenario, IResponse? response, TimeSpan took) => Events.Add($"iteration ended {response?.IsError.ToString() ?? "cut off"}");
}
