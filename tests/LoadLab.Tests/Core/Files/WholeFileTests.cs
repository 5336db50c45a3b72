using LoadLab.Core.Files;

namespace LoadLab.Tests.Core.Files;

public sealed class WholeFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-whole-").FullName;

    private string Target => Path.Combine(_directory, "a.txt");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_was_there_stays_when_the_disk_is_full_and_no_part_of_the_new_one_does()
    {
        File.WriteAllText(Target, "before");

        var writing = () => WholeFile.Write(Target, WholeFile.Create, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("No space left on device", 28);
        });

        writing.Should().Throw<FileNotWrittenException>().WithMessage($"'{Target}' cannot be written: the disk is full");
        File.ReadAllText(Target).Should().Be("before");
        Directory.EnumerateFiles(_directory).Should().ContainSingle();
    }

    [Fact]
    public void Half_a_surrogate_pair_is_written_as_the_character_that_stands_for_it()
    {
        WholeFile.Write(Target, "a\ud800b");

        File.ReadAllText(Target).Should().Be("a\ufffdb");
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        var link = Path.Combine(_directory, "link");
        File.WriteAllText(Target, "before");
        File.CreateSymbolicLink(link, Target);

        WholeFile.Write(link, "after");

        File.ReadAllText(Target).Should().Be("after");
        new FileInfo(link).LinkTarget.Should().Be(Target);
    }

    [Fact]
    public void Trying_leaves_nothing_and_changes_nothing()
    {
        WholeFile.WhyNot(Target).Should().BeNull();
        Directory.EnumerateFileSystemEntries(_directory).Should().BeEmpty();
        File.WriteAllText(Target, "before");
        WholeFile.WhyNot(Target).Should().BeNull();
        File.ReadAllText(Target).Should().Be("before");
        WholeFile.WhyNot(_directory).Should().Be("it is a directory");
        WholeFile.WhyNot(" ").Should().Be("the name is empty");
        WholeFile.WhyNot("/proc/none/a").Should().NotBeNull();
    }
}
