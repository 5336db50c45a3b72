using LoadLab.Core.Text;

namespace LoadLab.Tests.Core.Text;

public sealed class VariableTextTests
{
    [Theory]
    [InlineData("plain $1 text", "plain $1 text")]
    [InlineData("${A}", "one")]
    [InlineData("Bearer ${A}/${B_2}!", "Bearer one/two!")]
    [InlineData("${A:-x}${NONE:-x y}${EMPTY:-z}${NONE:-}", "onex yz")]
    [InlineData("${EMPTY}", "")]
    [InlineData("$${A} costs $5", "${A} costs $5")]
    [InlineData("$$${A}", "$${A}")]
    public void Variables_are_replaced_and_everything_else_stays(string text, string expected)
    {
        var faults = new List<string>();

        new Variables(Find).Expand(text, "here", faults).Should().Be(expected);
        faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("${TOKNE}", "here: the variable TOKNE is not set. Set it in the environment or with --env-file FILE, or write ${TOKNE:-VALUE}.")]
    [InlineData("${1A}", "here: '${1A}' is no variable. Write ${NAME} or ${NAME:-VALUE}; a literal ${ is written $${.")]
    [InlineData("a ${unclosed secret", "here: '${' is no variable. Write ${NAME} or ${NAME:-VALUE}; a literal ${ is written $${.")]
    public void What_is_not_set_or_no_variable_is_told(string text, string fault)
    {
        var faults = new List<string>();

        new Variables(Find).Expand(text, "here", faults).Should().Be(text);
        faults.Should().Equal(fault);
    }

    [Theory]
    [InlineData("a${b}c${")]
    [InlineData("$${A}")]
    public void Escaped_text_comes_back_as_it_was(string text) =>
        new Variables(_ => null).Expand(VariableText.Escape(text), "here", []).Should().Be(text);

    [Fact]
    public void Values_that_were_used_and_secrets_are_hidden_and_short_or_unused_ones_are_not()
    {
        var variables = new Variables(name => name switch { "TOKEN" => "s3cr3t-token", "N" => "50", "URL" => "http://10.0.0.5:8080", "UNUSED" => "unused-value", _ => null });
        variables.Expand("${TOKEN} ${N} ${URL}", "here", []);
        variables.Conceal("pass", "(not stored)");

        variables.Hide("401: s3cr3t-token of pass; 50 of unused-value at http://10.0.0.5:8080").Should()
            .Be("401: ${TOKEN} of (not stored); 50 of unused-value at http://10.0.0.5:8080");
    }

    private static string? Find(string name) => name switch { "A" => "one", "B_2" => "two", "EMPTY" => "", _ => null };
}
