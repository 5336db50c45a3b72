namespace LoadLab.IntegrationTests.Compose;

/// <summary>What Compose itself makes of <c>docker-compose.yml</c>.</summary>
public sealed class ComposeConfigTests
{
    [ComposeFact]
    public async Task Is_accepted_as_it_is()
    {
        var result = await ComposeTool.RunAsync(new Dictionary<string, string>(), "config");

        result.ExitCode.Should().Be(0, result.Error);
        result.Output.Should().Contain("image: postgres:17.6").And.Contain("Password=lms;").And.NotContain("LOADLAB_");
    }

    [ComposeFact]
    public async Task Takes_its_images_ports_and_passwords_from_variables()
    {
        var variables = ComposeFile.Services.Keys.SelectMany((name, index) => new (string Name, string Value)[]
        {
            ($"LOADLAB_{name.ToUpperInvariant()}_IMAGE", $"example/{name}:9.8.7"),
            ($"LOADLAB_{name.ToUpperInvariant()}_PORT", $"4321{index}"),
        }).Append(("LOADLAB_POSTGRES_PASSWORD", "pass1")).Append(("LOADLAB_GRAFANA_PASSWORD", "pass2")).ToDictionary();

        var result = await ComposeTool.RunAsync(variables, "config");

        result.ExitCode.Should().Be(0, result.Error);
        result.Output.Should().ContainAll(variables.Values);
        result.Output.Should().Contain("POSTGRES_PASSWORD: pass1").And.Contain("Password=pass1;").And.Contain("GF_SECURITY_ADMIN_PASSWORD: pass2");
    }
}
