using LoadLab.Core;
using LoadLab.Core.Text;

namespace LoadLab.Tests.Core.Text;

public sealed class SecretSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loadlab-secret-").FullName;
    private readonly Dictionary<string, string> _environment = [];
    private readonly Variables _variables;

    public SecretSourceTests() => _variables = new Variables(_environment.GetValueOrDefault);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("API_TOKEN", "API_TOKEN")]
    [InlineData("api-token", "API_TOKEN")]
    [InlineData("api.token", "API_TOKEN")]
    [InlineData("apiToken", "apiToken")]
    public void A_secret_is_a_variable(string name, string variable)
    {
        _environment[variable] = "s3cret-value";

        new SecretSource(_variables).Get(name).Should().Be("s3cret-value");
    }

    [Fact]
    public void A_secret_may_stand_in_a_file_that_a_variable_names()
    {
        var file = Path.Combine(_folder, "token");
        File.WriteAllText(file, "s3cret of a file\n");
        _environment["API_TOKEN_FILE"] = file;

        new SecretSource(_variables).Get("api-token").Should().Be("s3cret of a file");
    }

    [Theory]
    [InlineData("sent pass\"wörd/42+x to it")]
    [InlineData("{\"key\":\"pass\\\"wörd/42+x\"}")]
    [InlineData("{\"key\":\"pass\\u0022w\\u00F6rd/42\\u002Bx\"}")]
    [InlineData("/a?key=pass%22w%C3%B6rd%2F42%2Bx&b=1")]
    [InlineData("<p>pass&quot;w&#246;rd/42+x</p>")]
    public void What_was_given_out_is_hidden_in_every_form(string text)
    {
        _environment["KEY"] = "pass\"wörd/42+x";
        _variables.Hide(text).Should().Be(text, "nobody asked for it yet");

        new SecretSource(_variables).Get("key");

        _variables.Hide(text).Should().Contain("(not stored)").And.NotContain("rd/42").And.NotContain("rd%2F42");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a:")]
    [InlineData("ann:")]
    public void It_is_hidden_in_base64_wherever_it_begins(string before)
    {
        _environment["KEY"] = "s3cret-value";
        new SecretSource(_variables).Get("key");
        var encoded = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(before + "s3cret-value"));

        var shown = _variables.Hide($"Authorization: Basic {encoded}");

        shown.Should().Contain("(not stored)").And.NotContain(encoded[8..^6]);
    }

    [Fact]
    public void Every_secret_that_is_missing_is_told_with_what_to_do()
    {
        File.WriteAllText(Path.Combine(_folder, "empty"), "\n");
        _environment["B_FILE"] = Path.Combine(_folder, "empty");
        _environment["C_FILE"] = Path.Combine(_folder, "absent");
        _environment["D"] = "abc";
        _environment["E"] = "there";

        var faults = new SecretSource(_variables).Faults([("shop", "api-token"), ("shop", "b"), ("shop", "c"), ("pay", "d"), ("pay", "e"), ("pay", "a b")]);

        faults.Should().HaveCount(5);
        faults[0].Should().Be("Scenario 'shop': the secret 'api-token' is not there. Set API_TOKEN in the environment or with --env-file FILE, or let API_TOKEN_FILE name a file that holds it.");
        faults[1].Should().Be($"Scenario 'shop': the file of the secret 'b', which B_FILE names, is empty: {Path.Combine(_folder, "empty")}");
        faults[2].Should().StartWith("Scenario 'shop': the file of the secret 'c', which C_FILE names, cannot be read: ");
        faults[3].Should().Be("Scenario 'pay': the secret 'd', from D, has 3 characters, allowed are 4 and more: a shorter one cannot be kept out of reports.");
        faults[4].Should().Be("Scenario 'pay': 'a b' is not the name of a secret: it has ASCII letters, digits, '-', '_' and '.'.");
    }

    [Fact]
    public void One_that_is_missing_is_an_error_when_it_is_asked_for()
    {
        var ask = () => new SecretSource(_variables).Get("api-token");

        ask.Should().Throw<LoadLabException>().WithMessage("the secret 'api-token' is not there. Set API_TOKEN*").Which.ExitCode.Should().Be(ExitCode.BadConfiguration);
    }
}
