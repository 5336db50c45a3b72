using LoadLab.Core;

namespace LoadLab.Testing;

/// <summary>Why a run could not be made, in the words of a test.</summary>
internal static class NotMadeText
{
    /// <summary>All faults, and what to do.</summary>
    public static string Of(LoadLabException fault, LoadTestOptions options)
    {
        List<string> lines = [$"The load test '{options.Suite}' could not be made.", .. fault.Faults.Select(one => "  " + one)];
        if (fault.Hint is { Length: > 0 } hint)
        {
            lines.Add("What to do: " + hint);
        }

        if (options.Address is { IsLoopback: true, IsDefaultPort: true })
        {
            // What a WebApplicationFactory without Kestrel says its address is.
            lines.Add("A WebApplicationFactory listens on a socket only after UseKestrel(0) and StartServer(); then its client has the real address.");
        }

        return string.Join('\n', lines);
    }
}
