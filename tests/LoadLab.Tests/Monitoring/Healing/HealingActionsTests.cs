using LoadLab.Core.Catalogue.Document;
using LoadLab.Monitoring.Healing;

namespace LoadLab.Tests.Monitoring.Healing;

/// <summary>Which file a command starts.</summary>
public sealed class HealingActionsTests
{
    [Fact]
    public async Task A_file_where_the_healer_was_started_is_not_the_program_of_its_name()
    {
        var name = "loadlab-heals-" + Guid.NewGuid().ToString("N");
        var file = Path.Combine(Directory.GetCurrentDirectory(), name);
        File.WriteAllText(file, "#!/bin/sh\necho planted\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            var result = await RunAsync(name);

            result.Should().Be(new ActionResult(false, null, "It could not be started: there is no program of its command's name in the directories of PATH."));
            (await RunAsync(file)).Should().Be(new ActionResult(true, 0, "planted"), "its whole path names it");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_program_of_PATH_is_found_by_its_name()
    {
        (await RunAsync("echo", "well")).Should().Be(new ActionResult(true, 0, "well"));
        HealingProgram.Fault(Entry("echo")).Should().BeNull();
    }

    [Fact]
    public void What_is_not_there_or_is_no_program_is_told_before_anything_begins()
    {
        var text = Path.GetTempFileName();
        HealingProgram.Fault(Entry("/nowhere/restart")).Should().Be("there is no program at the path of its command.");
        HealingProgram.Fault(Entry(text)).Should().Be("there is no program at the path of its command.");
        HealingProgram.Fault(Entry("no-such-program-here")).Should().Be("there is no program of its command's name in the directories of PATH.");
        HealingProgram.Fault(Entry() with { Webhook = new Uri("http://127.0.0.1:1") }).Should().BeNull();
        File.Delete(text);
    }

    private static async Task<ActionResult> RunAsync(params string[] command)
    {
        using var http = new HttpClient();
        return await new HealingActions(TimeProvider.System, http).RunAsync(Entry(command));
    }

    private static HealingEntry Entry(params string[] command) => HealingText.Entry("heal-redis") with { Command = command };
}
