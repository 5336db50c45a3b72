using LoadLab.Core.Runs;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Processes;

namespace LoadLab.IntegrationTests.Stacks;

/// <summary>Native stacks for the tests: real Postgres, real Redis, and a small API in place of the LMS.</summary>
internal static class TestStack
{
    public static string Assembly { get; } = Built.Dll("tests", "LoadLab.TestProcesses");

    public static string Dotnet { get; } = ApiCommand.ReferenceLms(Assembly).FileName;

    public static StackPlan Plan { get; } = new() { Kind = "processes" };

    public static ProcessStackProvider Provider(string api = "api", NativeTools? tools = null, string? assembly = null) => new(
        new ApiCommand(Dotnet, [assembly ?? Assembly, api, ApiCommand.UrlPlaceholder], AppContext.BaseDirectory),
        tools ?? NativeTools.OfThisMachine(), TimeProvider.System, StartLimits.Default, StackRoot.Candidates());

    public static async Task<ProcessStack> StartAsync(StackPlan? plan = null, string api = "api") =>
        (ProcessStack)await Provider(api).StartAsync(plan ?? Plan, seed: 7, new Progress<string>(), CancellationToken.None);

    /// <summary>These roles and, where this machine has a mail sink, its own.</summary>
    public static IReadOnlyList<string> AndMail(params string[] roles) =>
        [.. (NativeTools.OfThisMachine().FindMailSink() is null ? roles : [.. roles, "smtp"]).Order(StringComparer.Ordinal)];

    /// <summary>Asks until it is so; the limit only ends a test that has failed.</summary>
    public static async Task<bool> Eventually(Func<bool> isSo)
    {
        for (var attempt = 0; attempt < 1_800; attempt++)
        {
            if (isSo())
                return true;
            await Task.Delay(50);
        }

        return false;
    }

    public static bool IsAlive(int processId) => ProcessTable.Find(processId) is { State: not 'Z' };

    public static bool IsGone(ProcessStack stack) =>
        !Directory.Exists(stack.DirectoryPath) && ProcessTable.WorkingUnder(stack.DirectoryPath).Count == 0 && !stack.Processes.Values.Any(IsAlive);
}
