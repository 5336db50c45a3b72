using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;

namespace LoadLab.Cli.Terminal;

/// <summary>The answers of a capacity search as lines of text.</summary>
internal static class CapacityLines
{
    /// <summary>A sentence for each answer, and its notes below it.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<CapacityAnswer> answers)
    {
        foreach (var answer in answers)
        {
            yield return $"Capacity in {(answer.Model == CapacityModel.Rate ? "arrival rate" : "users")}: {CapacityText.Sentence(answer)}";
            foreach (var note in answer.Notes)
            {
                yield return "  " + note;
            }
        }
    }
}
