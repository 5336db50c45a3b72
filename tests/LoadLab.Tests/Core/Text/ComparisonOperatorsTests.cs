using LoadLab.Core.Text;

namespace LoadLab.Tests.Core.Text;

public class ComparisonOperatorsTests
{
    [Theory]
    [InlineData(ComparisonOperator.LessThan, "lt", "<", "<", true)]
    [InlineData(ComparisonOperator.LessThanOrEqual, "lte", "≤", "<=", true)]
    [InlineData(ComparisonOperator.GreaterThan, "gt", ">", ">", false)]
    [InlineData(ComparisonOperator.GreaterThanOrEqual, "gte", "≥", ">=", false)]
    [InlineData(ComparisonOperator.Equal, "eq", "=", "==", null)]
    [InlineData(ComparisonOperator.NotEqual, "ne", "≠", "!=", null)]
    public void Each_has_its_word_its_signs_and_its_better_side(ComparisonOperator comparison, string word, string sign, string codeSign, bool? wantsLess)
    {
        (comparison.Word(), comparison.Sign(), comparison.CodeSign(), comparison.WantsLess()).Should().Be((word, sign, codeSign, wantsLess));
        (ComparisonOperators.OfWord(word), ComparisonOperators.OfCodeSign(codeSign)).Should().Be((comparison, comparison));
    }

    [Theory]
    [InlineData(ComparisonOperator.LessThan, true, false, false)]
    [InlineData(ComparisonOperator.LessThanOrEqual, true, true, false)]
    [InlineData(ComparisonOperator.GreaterThan, false, false, true)]
    [InlineData(ComparisonOperator.GreaterThanOrEqual, false, true, true)]
    [InlineData(ComparisonOperator.Equal, false, true, false)]
    [InlineData(ComparisonOperator.NotEqual, true, false, true)]
    public void Each_holds_below_at_or_above_its_limit(ComparisonOperator comparison, bool below, bool at, bool above) =>
        new[] { 599.0, 600, 601 }.Select(value => comparison.Holds(value, 600)).Should().Equal(below, at, above);

    [Theory]
    [InlineData(ComparisonOperator.LessThan, false, false, true)]
    [InlineData(ComparisonOperator.LessThanOrEqual, false, false, true)]
    [InlineData(ComparisonOperator.GreaterThan, true, false, false)]
    [InlineData(ComparisonOperator.GreaterThanOrEqual, true, false, false)]
    [InlineData(ComparisonOperator.Equal, true, false, true)]
    [InlineData(ComparisonOperator.NotEqual, false, true, false)]
    public void A_value_that_is_the_limit_is_not_past_it(ComparisonOperator comparison, bool below, bool at, bool above) =>
        new[] { 599.0, 600, 601 }.Select(value => comparison.IsPast(value, 600)).Should().Equal(below, at, above);

    [Fact]
    public void The_table_has_every_comparison() =>
        Enum.GetValues<ComparisonOperator>().Select(one => one.Word()).Should().Equal(ComparisonOperators.Words).And.OnlyHaveUniqueItems();

    [Fact]
    public void No_value_holds_that_is_no_number() =>
        Enum.GetValues<ComparisonOperator>().Where(one => one != ComparisonOperator.NotEqual && one.Holds(double.NaN, 600)).Should().BeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("LT")]
    [InlineData("<=")]
    public void Another_word_is_no_comparison(string word) => ComparisonOperators.OfWord(word).Should().BeNull();
}
