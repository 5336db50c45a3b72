using System.Text;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Html;

/// <summary>The rule of the decision, condition by condition.</summary>
internal static class HtmlDecision
{
    public static void Append(StringBuilder text, RunRecord record, RunEvaluation evaluation)
    {
        if (evaluation.Conditions.Count == 0)
        {
            return;
        }

        text.Append("<section>\n<p class=\"meta\">").Append(HtmlTable.Encode(DecisionText.Title(record))).Append("</p>\n<ul class=\"conditions\">\n");
        foreach (var condition in evaluation.Conditions)
        {
            text.Append("<li><span class=\"pill ").Append(Tone(condition)).Append("\">").Append(DecisionCondition.Words(condition.State)).Append("</span> <b>")
                .Append(HtmlTable.Encode(condition.Condition)).Append("</b>: ").Append(HtmlTable.Encode(condition.Reason)).Append("</li>\n");
        }

        text.Append("</ul>\n</section>\n");
    }

    private static string Tone(DecisionCondition condition) => condition.Blocks ? "bad" : condition.State == ConditionState.Holds ? "good" : "plain";
}
