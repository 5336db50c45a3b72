using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Setup;

namespace LoadLab.Stacks.Processes;

/// <summary>What keeps the native stack from starting on this machine.</summary>
internal sealed class ProcessStackObstacles(NativeTools tools, ApiCommand api)
{
    /// <summary>All of it; empty when the stack can start.</summary>
    public IReadOnlyList<string> Find()
    {
        if (!OperatingSystem.IsLinux())
            return ["The stack 'processes' needs Linux (setpriv and /proc end its processes reliably). Use --stack external with a stack of your own."];

        var obstacles = new MachineSetup(tools).FindMissing().Where(part => part.IsForStack).Select(part => part.ToString()).ToList();
        if (!IsThere(api.FileName))
            obstacles.Add($"The program of the API, '{api.FileName}', is not there. Install the .NET SDK, or put 'dotnet' on PATH.");
        foreach (var assembly in api.Arguments.Where(argument => argument.EndsWith(".dll", StringComparison.Ordinal) && !File.Exists(argument)))
            obstacles.Add($"The API's assembly '{assembly}' is not there. In a checkout: dotnet build -c Release src/LoadLab.ReferenceLms. Of an installed tool: dotnet tool update -g LoadLab");
        if (Native.IsRoot && Account.FindUnprivileged() is null)
            obstacles.Add("Postgres refuses to run as root, and none of the users postgres, redis, nobody and daemon is in /etc/passwd. Add one: useradd --system postgres");
        if (!Native.IsRoot && !Account.Exists(Native.UserId))
            obstacles.Add($"User id {Native.UserId} has no entry in /etc/passwd, and initdb refuses to run without one. Add one, or run as another user.");
        return obstacles;
    }

    private bool IsThere(string program) => Path.IsPathRooted(program) ? File.Exists(program) : tools.Find(program) is not null;
}
