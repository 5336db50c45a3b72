using System.Text;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using static LoadLab.Reporting.Html.HtmlTable;

namespace LoadLab.Reporting.Html;

/// <summary>The first failures of each kind in full, folded.</summary>
internal static class HtmlExamples
{
    /// <summary>Those of all phases; nothing when there are none.</summary>
    public static void Append(StringBuilder text, RunRecord record)
    {
        var examples = record.Phases.SelectMany(phase => phase.Examples.Select(example => (phase.Name, Example: example))).ToList();
        if (examples.Count == 0)
        {
            return;
        }

        text.Append("<details class=\"beside\">\n<summary>The first failures in full: request, answer, stack</summary>\n");
        foreach (var (phase, example) in examples)
        {
            var step = example.Step == SeriesKey.WholeIteration ? example.Scenario : $"{example.Scenario} / {example.Step}";
            var kind = example.Code.Length > 0 ? $"{example.Class} {example.Code}" : example.Class;
            text.Append("<details class=\"long\"><summary>").Append(Encode($"{phase}: {step}: {kind}")).Append("</summary>\n");
            Part(text, "", example.Message);
            Part(text, "Request", example.Request);
            Part(text, "Answer", example.Answer);
            Part(text, "Exception", example.Stack);
            text.Append("</details>\n");
        }

        text.Append("</details>\n");
    }

    private static void Part(StringBuilder text, string title, string part)
    {
        if (part.Length > 0)
        {
            text.Append(title.Length > 0 ? $"<p class=\"meta\">{title}</p>\n" : "").Append("<pre>").Append(EncodeWhole(part)).Append("</pre>\n");
        }
    }
}
