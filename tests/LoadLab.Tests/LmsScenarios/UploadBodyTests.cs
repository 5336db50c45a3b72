using System.Security.Cryptography;
using Lms.Scenarios;

namespace LoadLab.Tests.LmsScenarios;

public sealed class UploadBodyTests
{
    [Fact]
    public async Task Content_is_the_seeds_bytes_and_its_digest_is_known()
    {
        var body = new UploadBody(10_000, seed: 7);

        using var content = body.CreateContent();
        var bytes = await content.ReadAsByteArrayAsync();

        bytes.Should().HaveCount(10_000);
        content.Headers.ContentLength.Should().Be(10_000);
        body.Sha256.Should().Be(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        new UploadBody(10_000, seed: 7).Sha256.Should().Be(body.Sha256);
        new UploadBody(10_000, seed: 8).Sha256.Should().NotBe(body.Sha256);
    }
}
