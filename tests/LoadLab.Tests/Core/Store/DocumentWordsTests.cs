using System.Text.Json;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Tests.Core.Store;

public class DocumentWordsTests
{
    [Fact]
    public void A_word_that_the_document_does_not_have_is_named_with_those_that_it_has()
    {
        FluentActions.Invoking(() => DocumentWords.ToTier("sli")).Should().Throw<FormatException>().WithMessage("'sli' is no tier. Known: sla, slo.");
        FluentActions.Invoking(() => DocumentWords.ToComparison("<")).Should().Throw<FormatException>().WithMessage("'<' is no comparison. Known: lt, lte, gt, gte, eq, ne.");
    }

    [Fact]
    public void A_threshold_of_a_script_is_stored_with_its_sign_and_not_with_what_follows_from_it()
    {
        var threshold = new ScriptThreshold("checks", "rate==1", "rate", "==", 1, AbortOnFail: false, TimeSpan.Zero);

        var stored = JsonSerializer.SerializeToElement(threshold, JournalJson.Default.ScriptThreshold);

        stored.EnumerateObject().Select(property => property.Name).Should().BeEquivalentTo("metric", "expression", "statistic", "operator", "limit", "abortOnFail", "delayAbort", "id");
        stored.GetProperty("operator").GetString().Should().Be("==");
    }
}
