using LoadLab.Stacks.Processes;

namespace LoadLab.Tests.Stacks.Processes;

public sealed class SharedMemoryTests
{
    [Fact]
    public void Segments_and_files_are_read_from_the_maps_of_a_process()
    {
        const string maps = """
            55d0c0a00000-55d0c0ad3000 r--p 00000000 fe:01 131 /usr/lib/postgresql/15/bin/postgres
            7f1a00000000-7f1a10000000 rw-s 00000000 00:01 4096 /dev/zero (deleted)
            7f1a20000000-7f1a20107000 rw-s 00000000 00:1a 17 /dev/shm/PostgreSQL.2788354612
            7f1a20107000-7f1a20108000 rw-s 00000000 00:1a 17 /dev/shm/PostgreSQL.2788354612
            7f1a20200000-7f1a20201000 rw-s 00000000 00:01 32771 /SYSV0006d3a1 (deleted)
            7f1a20300000-7f1a20301000 rw-p 00000000 00:00 0
            7ffd00000000-7ffd00021000 rw-p 00000000 00:00 0 [stack]
            """;

        var memory = SharedMemory.Parse(maps);

        memory.Segments.Should().Equal(32771);
        memory.Files.Should().Equal("/dev/shm/PostgreSQL.2788354612");
    }

    [Fact]
    public void A_process_that_is_gone_has_none() => SharedMemory.Parse("").Should().BeEquivalentTo(new SharedMemory([], []));
}
