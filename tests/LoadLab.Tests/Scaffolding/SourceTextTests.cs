using LoadLab.Core;
using LoadLab.Scaffolding.Sources;

namespace LoadLab.Tests.Scaffolding;

public sealed class SourceTextTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loadlab-source-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", "The HAR file '*' is empty.")]
    [InlineData(" \n", "The HAR file '*' is empty.")]
    [InlineData("\0a", "The HAR file '*' is no text in UTF-8.")]
    public async Task What_is_no_text_is_told(string text, string expected)
    {
        var file = Path.Combine(_folder, "a.har");
        await File.WriteAllTextAsync(file, text);

        var read = () => SourceText.ReadAsync(file, "HAR file", 1, CancellationToken.None);

        await read.Should().ThrowAsync<LoadLabException>().WithMessage(expected);
    }

    [Fact]
    public async Task A_file_above_the_limit_is_not_read()
    {
        var file = Path.Combine(_folder, "big.json");
        await using (var stream = File.Create(file))
        {
            stream.SetLength(100_000_001);
        }

        var read = () => SourceText.ReadAsync(file, "OpenAPI document", 32, CancellationToken.None);

        await read.Should().ThrowAsync<LoadLabException>().WithMessage("*has 100 MB; at most 32 MB are read.");
    }

    [Fact]
    public void An_address_is_shown_without_its_secrets() =>
        SourceText.Shown("https://ann:S3CRET@shop.example/v1/openapi.json?token=S3CRET").Should().Be("https://shop.example/v1/openapi.json");

    [Fact]
    public async Task A_file_that_is_not_there_is_told()
    {
        var read = () => SourceText.ReadAsync(Path.Combine(_folder, "none"), "HAR file", 1, CancellationToken.None);

        await read.Should().ThrowAsync<LoadLabException>().WithMessage("There is no HAR file '*none'.");
    }
}
