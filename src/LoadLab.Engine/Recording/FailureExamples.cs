using System.Collections.Concurrent;
using LoadLab.Core.Runs;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Engine.Recording;

/// <summary>The first failures of each step and class, with request, answer and stack. Bounded, whatever fails how often. Thread-safe.</summary>
internal sealed class FailureExamples
{
    private readonly ConcurrentDictionary<(int Scenario, int Step, ResultClass Class), int> _kinds = new();
    private readonly Lock _lock = new();
    private readonly List<(FailureKey Key, FailureExample Example)> _examples = [];

    /// <summary>Takes it while there are few of its kind. An iteration ends most often with what its step brought, so that one of a class that a step has is no further one.</summary>
    public void Offer(FailureKey key, IResponse response)
    {
        var kind = (key.Scenario, key.Step, key.Class);
        if (_kinds.GetValueOrDefault(kind) >= FailureExample.MostOfKind || (response as IFailureEvidence)?.Evidence is not { } evidence)
        {
            return;
        }

        lock (_lock)
        {
            if (_examples.Count >= FailureExample.MostOfPhase || _kinds.GetValueOrDefault(kind) >= FailureExample.MostOfKind
                || (key.Step == StepTable.WholeIteration && _kinds.Keys.Any(known => known.Scenario == key.Scenario && known.Step != key.Step && known.Class == key.Class)))
            {
                return;
            }

            _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
            _examples.Add((key, EvidenceText.Of(evidence, response)));
        }
    }

    /// <summary>All of them, in the order in which they came.</summary>
    /// <param name="names">The names of a scenario and its step, and of the class.</param>
    public IReadOnlyList<FailureExample> ToExamples(Func<FailureKey, (string Scenario, string Step, string Class)> names)
    {
        lock (_lock)
        {
            return
            [
                .. _examples.Select(one =>
                {
                    var (scenario, step, resultClass) = names(one.Key);
                    return one.Example with { Scenario = scenario, Step = step, Class = resultClass, Code = one.Key.Code };
                }),
            ];
        }
    }
}
