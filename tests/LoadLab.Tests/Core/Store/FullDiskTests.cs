using LoadLab.Core;
using LoadLab.Core.Files;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Tests.Core.Store;

public sealed class FullDiskTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-disk-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_disk_that_fills_up_ends_writing_and_keeps_what_was_written()
    {
        var disk = new SmallDisk(6_500);
        var store = new RunStore(_directory, disk.Create);
        using var writer = RunStoreTests.Begin(store, StoredSample.Record);
        for (var second = 3; second < 100 && writer.Fault is null; second++)
        {
            writer.Write(StoredSample.Second(second, measured: true, ok: 10, timeouts: 0));
        }

        var completing = () => writer.Complete(StoredSample.Record, StoredSample.Evaluation);

        writer.Fault.Should().Be("the disk is full");
        var fault = completing.Should().Throw<LoadLabException>().Which;
        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Message.Should().StartWith($"The results of run '{StoredSample.Record.RunId}' could not be written whole to '{writer.Folder}': the disk is full. Kept until second ");
        fault.Hint.Should().Be($"Make room, then: loadlab report {StoredSample.Record.RunId}");
        var read = store.Read(StoredSample.Record.RunId).Record;
        read.Outcome.Should().Be(RunOutcome.Incomplete);
        read.Seconds.Should().HaveCountGreaterThanOrEqualTo(3);
        Directory.EnumerateFiles(_directory, "*.tmp", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public void When_there_is_room_again_at_the_end_nothing_is_lost()
    {
        var disk = new SmallDisk(2_000);
        var store = new RunStore(_directory, disk.Create);
        using var writer = RunStoreTests.Begin(store, StoredSample.Record);
        writer.Fault.Should().NotBeNull("the disk is too small for this run");
        disk.Free = 1_000_000;

        writer.Complete(StoredSample.Record, StoredSample.Evaluation);

        var read = store.Read(StoredSample.Record.RunId);
        read.Record.Outcome.Should().Be(RunOutcome.Completed);
        read.Record.Slices.Should().HaveCount(StoredSample.Record.Slices.Count);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_told_before_anything_starts()
    {
        var file = Path.Combine(_directory, "a-file");
        File.WriteAllText(file, "");
        var store = new RunStore(Path.Combine(file, "results"));

        var beginning = () => store.Begin("20261123T083000Z-smoke-4f2a");

        beginning.Should().Throw<LoadLabException>()
            .WithMessage("The results cannot be written to '*").Which.ExitCode.Should().Be(ExitCode.BadConfiguration);
    }

    /// <summary>Real files on a disk that takes so many bytes and then says what a full disk says.</summary>
    private sealed class SmallDisk(long bytes)
    {
        public long Free { get; set; } = bytes;

        public Stream Create(string path) => new LimitedStream(this, WholeFile.Create(path));

        private sealed class LimitedStream(SmallDisk disk, Stream inner) : Stream
        {
            public override bool CanRead => false;

            public override bool CanSeek => false;

            public override bool CanWrite => true;

            public override long Length => inner.Length;

            public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

            public override void Flush() => inner.Flush();

            public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

            public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

            public override void SetLength(long value) => throw new NotSupportedException();

            public override void Write(byte[] buffer, int offset, int count)
            {
                // As a real disk does: what still fits is written, then it fails.
                var fits = (int)Math.Min(count, disk.Free);
                inner.Write(buffer, offset, fits);
                disk.Free -= fits;
                if (fits < count)
                {
                    throw new IOException("No space left on device", 28);
                }
            }

            protected override void Dispose(bool disposing)
            {
                if (disposing)
                {
                    inner.Dispose();
                }

                base.Dispose(disposing);
            }
        }
    }
}
