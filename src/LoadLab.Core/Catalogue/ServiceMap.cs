using System.IO.Enumeration;
using LoadLab.Core.Measurement;

namespace LoadLab.Core.Catalogue;

/// <summary>The steps of scenarios that make up a service.</summary>
/// <param name="Name">The service.</param>
/// <param name="Title">For people.</param>
/// <param name="Steps">Step names, <c>*</c> for any characters; empty when no scenario calls it itself.</param>
/// <param name="Except">Step names that do not count.</param>
public sealed record ServiceMap(string Name, string Title, IReadOnlyList<string> Steps, IReadOnlyList<string> Except)
{
    /// <summary>Services without which it fails; empty when nothing is said.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>
    /// True when a step counts. A scenario without steps is judged by its iterations: it stands under the scenario's own name,
    /// and under <c>*</c> like anything else.
    /// </summary>
    public bool Covers(SeriesKey key, bool scenarioHasSteps)
    {
        ArgumentNullException.ThrowIfNull(key);
        var isIteration = key.Step == SeriesKey.WholeIteration;
        if (isIteration == scenarioHasSteps)
        {
            return false;
        }

        var name = isIteration ? key.Scenario : key.Step;
        return HasStep(name);
    }

    /// <summary>True when <paramref name="name"/>, of a step or of a scenario without steps, is one of its.</summary>
    public bool HasStep(string name)
    {
        return Steps.Any(Matches) && !Except.Any(Matches);

        bool Matches(string pattern) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
    }
}
