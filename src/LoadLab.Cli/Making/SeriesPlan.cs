using LoadLab.Cli.Invocations;

namespace LoadLab.Cli.Making;

/// <summary>Runs that take turns.</summary>
/// <param name="A">One side.</param>
/// <param name="B">The other; the same again for runs of one and the same thing.</param>
/// <param name="Each">Runs of each side.</param>
/// <param name="Label">The label that groups them.</param>
/// <param name="Group">Its value, before the side.</param>
internal sealed record SeriesPlan(RunArguments A, RunArguments B, int Each, string Label, string Group)
{
    /// <summary>Invalid runs that are made again, over the whole series; what is invalid after that is left out.</summary>
    public int MostRepeats => Math.Max(2, Each / 2);

    /// <summary>What names the runs of a side later: <c>label:interleave=20261124T100000Z-smoke-4f2a/A</c>.</summary>
    public string Reference(char side) => $"label:{Label}={Group}/{side}";

    /// <summary>The arguments of a run of a side, with its label.</summary>
    public RunArguments Of(bool isA)
    {
        var arguments = isA ? A : B;
        return arguments with { Labels = new Dictionary<string, string>(arguments.Labels, StringComparer.Ordinal) { [Label] = $"{Group}/{(isA ? 'A' : 'B')}" } };
    }
}
