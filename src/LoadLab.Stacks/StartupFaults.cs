using LoadLab.Core;

namespace LoadLab.Stacks;

/// <summary>Starts servers side by side; when both fail, both are told.</summary>
internal static class StartupFaults
{
    /// <summary>Waits for both.</summary>
    /// <exception cref="LoadLabException">One or both did not start (104).</exception>
    public static async Task<(TFirst First, TSecond Second)> BothAsync<TFirst, TSecond>(Task<TFirst> first, Task<TSecond> second)
    {
        var all = Task.WhenAll(first, second);
        try
        {
            await all.ConfigureAwait(false);
        }
        catch (LoadLabException) when (all.Exception!.InnerExceptions.OfType<LoadLabException>().ToList() is { Count: > 1 } both)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, [.. both.SelectMany(fault => fault.Faults)], string.Join(" ", both.Select(fault => fault.Hint)));
        }

        return (await first.ConfigureAwait(false), await second.ConfigureAwait(false));
    }
}
