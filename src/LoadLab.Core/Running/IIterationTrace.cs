using LoadLab.Sdk;

namespace LoadLab.Core.Running;

/// <summary>Sees single iterations in full: for a few of them, never for a load. Calls may come from several threads.</summary>
public interface IIterationTrace
{
    /// <summary>An iteration begins.</summary>
    void OnIterationStarted(string scenario);

    /// <summary>A step begins.</summary>
    void OnStepStarted(string scenario, string step);

    /// <summary>A request has its answer, or its failure.</summary>
    void OnExchange(TracedExchange exchange);

    /// <summary>A step has ended.</summary>
    void OnStepEnded(string scenario, string step, IResponse response, TimeSpan took);

    /// <summary>A check was made.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="group">The path of its group; empty for none.</param>
    /// <param name="check">Its name.</param>
    /// <param name="holds">Whether it holds.</param>
    void OnCheck(string scenario, string group, string check, bool holds);

    /// <summary>An iteration has ended; without a response when it was cut off.</summary>
    void OnIterationEnded(string scenario, IResponse? response, TimeSpan took);
}
