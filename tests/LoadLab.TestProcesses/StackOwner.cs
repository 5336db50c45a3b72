using LoadLab.Core.Runs;
using LoadLab.Stacks.Containers;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Processes;

namespace LoadLab.TestProcesses;

/// <summary>Starts a stack, says where it is, and lives until it is killed: what is left then is what the test looks at.</summary>
internal static class StackOwner
{
    public static async Task<int> RunAsync(bool breaks = false)
    {
        var self = typeof(StackOwner).Assembly.Location;
        var dotnet = ApiCommand.ReferenceLms(self).FileName;
        var provider = new ProcessStackProvider(
            new ApiCommand(dotnet, [self, "api", ApiCommand.UrlPlaceholder], AppContext.BaseDirectory),
            NativeTools.OfThisMachine(), TimeProvider.System, StartLimits.Default, StackRoot.Candidates());
        var stack = (ProcessStack)await provider.StartAsync(new StackPlan { Kind = "processes" }, seed: 1, new Progress<string>(), CancellationToken.None);
        if (breaks)
        {
            await stack.Control!.StopAsync("redis", CancellationToken.None);
            await stack.Control.StartAsync("redis", CancellationToken.None);
            await stack.Control.StopAsync("api", CancellationToken.None);
            await stack.Control.PauseAsync("postgres", CancellationToken.None);
        }

        Console.WriteLine(stack.DirectoryPath);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    /// <summary>The same with containers, on the engine at <paramref name="host"/>.</summary>
    public static async Task<int> RunContainersAsync(string host)
    {
        var provider = new ContainerStackProvider(new DockerEndpoint(name => name == "DOCKER_HOST" ? host : null, "/nonexistent", _ => false), TimeProvider.System, StartLimits.Default);
        var images = new Dictionary<string, string> { ["postgres"] = "loadlab-test/postgres:local", ["redis"] = "loadlab-test/redis:local", ["smtp"] = "loadlab-test/smtp:local" };
        var stack = (ContainerStack)await provider.StartAsync(
            new StackPlan { Kind = "containers", Images = images, Lms = new LmsPlan { Users = 50, Courses = 5, Enrolments = 100 } }, seed: 1, new Progress<string>(), CancellationToken.None);
        Console.WriteLine(stack.Name);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
