using LoadLab.Core;
using LoadLab.Publishing.Letters;

namespace LoadLab.Tests.Publishing;

public sealed class LetterWaysTests
{
    [Fact]
    public void All_that_is_wrong_is_told_at_once_and_no_secret_is_shown()
    {
        var fault = FluentActions.Invoking(() => LetterWays.Of(["team", "a@b.example"], ["hooks.example/geheim"], Environment(("LOADLAB_SMTP", "http://slo:geheim@mail.example"))))
            .Should().Throw<LoadLabException>().Which;

        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Faults.Should().HaveCount(4);
        fault.Faults[0].Should().Be("--mail-to 'team' is not an address. Write for example --mail-to ops@example.com");
        fault.Faults[1].Should().Be("--mail-to needs the variable LOADLAB_MAIL_FROM: the address that the mail is from.");
        fault.Faults[2].Should().StartWith("LOADLAB_SMTP is not an address such as smtp://");
        fault.Faults[3].Should().StartWith("--post-to is not an address of a webhook");
        fault.Message.Should().NotContain("geheim");
    }

    [Theory]
    [InlineData("smtp://mail.example", "mail to team@example.com, cto@example.com by mail.example:25")]
    [InlineData("smtp://slo:p%40ss@mail.example", "mail to team@example.com, cto@example.com by mail.example:587")]
    [InlineData("smtps://slo:p@mail.example", "mail to team@example.com, cto@example.com by mail.example:465")]
    [InlineData("smtp://slo:p@mail.example:2525", "mail to team@example.com, cto@example.com by mail.example:2525")]
    public void The_port_is_the_usual_one_of_what_is_spoken(string server, string description) =>
        LetterWays.Of(["team@example.com,cto@example.com"], [], Environment(("LOADLAB_SMTP", server), ("LOADLAB_MAIL_FROM", "slo@example.com"))).Single().Description.Should().Be(description);

    [Fact]
    public void The_address_of_a_webhook_is_a_secret() =>
        LetterWays.Of([], ["https://hooks.example/services/T0/B0/geheim"], Environment()).Single().Description.Should().Be("webhook at https://hooks.example");

    [Fact]
    public void Nothing_asked_for_needs_no_setting() => LetterWays.Of([], [], Environment()).Should().BeEmpty();

    private static Func<string, string?> Environment(params (string Name, string Value)[] variables) => name => variables.FirstOrDefault(variable => variable.Name == name).Value;
}
