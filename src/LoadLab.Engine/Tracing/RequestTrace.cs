using System.Globalization;
using LoadLab.Core.Runs;
using LoadLab.Engine.Recording;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Engine.Tracing;

/// <summary>A sampled request under way. Ended once.</summary>
/// <param name="log">Takes it.</param>
/// <param name="parent">Its trace.</param>
/// <param name="isOwn">True when the scenario itself sends the header.</param>
/// <param name="place">Scenario and step.</param>
/// <param name="measured">Whether its iteration counts.</param>
internal sealed class RequestTrace(TraceLog log, TraceParent parent, bool isOwn, TracePlace place, bool measured)
{
    private readonly long _started = log.Time.GetTimestamp();

    /// <summary>The value of the header to send; null when it is there already.</summary>
    public string? Header => isOwn ? null : parent.Header;

    /// <summary>An answer came.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="isWhole">Whether its body is there, too.</param>
    public void Answered(int status, bool isWhole) => End(status.ToString(CultureInfo.InvariantCulture), isWhole);

    /// <summary>It ended with a response of a scenario.</summary>
    public void Ended(IResponse response) => End(response.StatusCode.Length > 0 ? response.StatusCode : ResultClassNames.Name(ResultClassNames.Of(response)), isWhole: true);

    /// <summary>It ended with an exception.</summary>
    /// <param name="fault">The exception.</param>
    /// <param name="isCutOff">Whether it came because the phase ended, or because the scenario gave it up.</param>
    public void Failed(Exception fault, bool isCutOff) =>
        End(isCutOff ? SlowTrace.CutOff : ResultClassNames.Name(ResultClassNames.Of(FailureClassifier.ToResponse<object>(fault))), isWhole: true);

    private void End(string status, bool isWhole)
    {
        if (measured)
        {
            log.Add(place, new TracedTime(parent, _started, log.Time.GetTimestamp() - _started, status, isWhole), isOwn);
        }
    }
}

/// <summary>A scenario and its step, by their numbers.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Step">The step; <see cref="UnknownStep"/> when several were under way.</param>
internal readonly record struct TracePlace(int Scenario, int Step)
{
    public const int UnknownStep = -1;
}

/// <summary>A sampled request that has ended.</summary>
internal readonly record struct TracedTime(TraceParent Parent, long Started, long Ticks, string Status, bool IsWhole);
