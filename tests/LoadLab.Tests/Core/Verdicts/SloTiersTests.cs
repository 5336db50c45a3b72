using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Core.Verdicts;

public class SloTiersTests
{
    [Theory]
    [InlineData(SloTier.Sla, "sla", "SLA")]
    [InlineData(SloTier.Slo, "slo", "SLO")]
    public void Each_has_its_word_and_its_label(SloTier tier, string word, string label) =>
        (tier.Word(), tier.Label(), SloTiers.OfWord(word)).Should().Be((word, label, tier));

    [Fact]
    public void The_table_has_every_tier() => Enum.GetValues<SloTier>().Select(tier => tier.Word()).Should().Equal(SloTiers.Words);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("SLO")]
    [InlineData("sli")]
    public void Another_word_is_no_tier(string? word) => SloTiers.OfWord(word).Should().BeNull();
}
