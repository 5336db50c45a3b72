using System.Globalization;
using LoadLab.Core.Gate;

namespace LoadLab.Reporting.JUnit;

/// <summary>A gate without a decision as JUnit XML: one case, which is an error. Pure.</summary>
internal static class JUnitRefusal
{
    public static string Of(GateRefusal refusal) => JUnitXml.Write(
        "loadlab." + refusal.Suite,
        refusal.At,
        [
            new("baseline", refusal.Baseline),
            new("decision", "NO DECISION"),
            new("exit-code", ((int)refusal.ExitCode).ToString(CultureInfo.InvariantCulture)),
        ],
        [
            new JUnitSuite("gate", 0,
            [
                new JUnitCase("GO", JUnitOutcome.Error, $"NO DECISION, exit code {(int)refusal.ExitCode}", string.Join("\n", refusal.Faults))
                {
                    Details = refusal.Hint is { } hint ? [hint] : [],
                },
            ]),
        ]);
}
