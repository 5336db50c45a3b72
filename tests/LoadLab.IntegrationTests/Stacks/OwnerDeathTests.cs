using System.Diagnostics;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Processes;

namespace LoadLab.IntegrationTests.Stacks;

public sealed class OwnerDeathTests
{
    [Fact]
    public async Task After_kill_9_of_the_owner_no_process_and_no_directory_is_left()
    {
        using var owner = StartOwner();
        var directory = (await owner.StandardOutput.ReadLineAsync())!;
        var members = ProcessTable.WorkingUnder(directory);

        var mail = members.Count(IsMailSink);

        owner.Kill();
        await owner.WaitForExitAsync();

        members.Should().HaveCountGreaterThan(3, "the API, Redis, the postmaster and its children work there");
        mail.Should().Be(TestStack.AndMail().Count);
        (await TestStack.Eventually(() => !members.Any(TestStack.IsAlive))).Should().BeTrue();
        (await TestStack.Eventually(() => !Directory.Exists(directory))).Should().BeTrue();
    }

    [Fact]
    public async Task A_directory_that_a_dead_owner_left_is_swept_with_its_processes()
    {
        var root = Directory.CreateTempSubdirectory("sweep-").FullName;
        using var dead = Process.Start(new ProcessStartInfo("true"))!;
        await dead.WaitForExitAsync();
        var own = StackDirectory.Create(root);
        var leftover = own.Path.Replace($"loadlab-{Environment.ProcessId}-", $"loadlab-{dead.Id}-", StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(leftover, "redis"));
        using var orphan = Process.Start(new ProcessStartInfo("sleep", "600") { WorkingDirectory = Path.Combine(leftover, "redis") })!;

        var swept = StackDirectory.Sweep(root);
        await orphan.WaitForExitAsync();

        swept.Should().Equal(leftover);
        Directory.Exists(leftover).Should().BeFalse();
        Directory.Exists(own.Path).Should().BeTrue("its owner lives");
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task The_same_with_a_part_that_was_started_again_and_one_that_is_frozen()
    {
        using var owner = StartOwner("breaking-owner");
        var directory = (await owner.StandardOutput.ReadLineAsync())!;
        var members = ProcessTable.WorkingUnder(directory);
        var frozen = members.Count(id => ProcessTable.Find(id) is { State: 'T' });

        owner.Kill();
        await owner.WaitForExitAsync();

        members.Should().HaveCountGreaterThan(2, "Redis, the postmaster and its children work there");
        frozen.Should().Be(members.Count - 1 - TestStack.AndMail().Count, "only Redis and the mail sink may move");
        (await TestStack.Eventually(() => !members.Any(TestStack.IsAlive))).Should().BeTrue();
        (await TestStack.Eventually(() => !Directory.Exists(directory))).Should().BeTrue();
    }

    private static bool IsMailSink(int process) =>
        ProcessTable.TryRead(FormattableString.Invariant($"/proc/{process}/cmdline"), out var line) && line.Contains("aiosmtpd.handlers.Sink", StringComparison.Ordinal);

    private static Process StartOwner(string mode = "owner")
    {
        var info = new ProcessStartInfo(TestStack.Dotnet) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.ArgumentList.Add(TestStack.Assembly);
        info.ArgumentList.Add(mode);
        return Process.Start(info)!;
    }
}
