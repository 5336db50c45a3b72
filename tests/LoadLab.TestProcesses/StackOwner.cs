using LoadLab.Core.Runs;
using LoadLab.Stacks.Processes;

namespace LoadLab.TestProcesses;

/// <summary>Starts a stack, says where it is, and lives until it is killed: what is left then is what the test looks at.</summary>
internal static class StackOwner
{
    public static async Task<int> RunAsync()
    {
        var self = typeof(StackOwner).Assembly.Location;
        var dotnet = ApiCommand.ReferenceLms(self).FileName;
        var provider = new ProcessStackProvider(
            new ApiCommand(dotnet, [self, "api", ApiCommand.UrlPlaceholder], AppContext.BaseDirectory),
            NativeTools.OfThisMachine(), TimeProvider.System, StartLimits.Default, StackRoot.Candidates());
        var stack = (ProcessStack)await provider.StartAsync(new StackPlan { Kind = "processes" }, seed: 1, new Progress<string>(), CancellationToken.None);
        Console.WriteLine(stack.DirectoryPath);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
