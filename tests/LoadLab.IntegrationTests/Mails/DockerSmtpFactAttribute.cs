namespace LoadLab.IntegrationTests.Mails;

/// <summary>A test that needs a Docker engine and the image of the mail sink, which is built where this machine has aiosmtpd.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DockerSmtpFactAttribute : FactAttribute
{
    /// <summary>Skips the test when one of them is missing.</summary>
    public DockerSmtpFactAttribute() => Skip = new DockerFactAttribute().Skip ?? new SmtpFactAttribute().Skip;
}
