using LoadLab.Sdk.Hosting;

namespace LoadLab.Sdk;

/// <summary>A part of an iteration that has steps and checks of its own. Their rows get its name before theirs: the step <c>pay</c> of the group <c>checkout</c> is <c>checkout::pay</c>.</summary>
public static class Group
{
    /// <summary>What stands between the names of groups, and between them and that of a step.</summary>
    public const string Separator = "::";

    /// <summary>Runs <paramref name="run"/>, whose steps and checks belong to the group. Groups may stand in groups, and several may be open at the same time in one iteration. Is no step itself: nothing is counted twice.</summary>
    /// <param name="name">A few words. Do not put ids into it.</param>
    /// <param name="context">The iteration's context.</param>
    /// <param name="run">The work.</param>
    /// <returns>What <paramref name="run"/> returns.</returns>
    /// <exception cref="ArgumentException">The name is empty, or has <c>::</c> in it.</exception>
    public static async Task<T> Run<T>(string name, IScenarioContext context, Func<Task<T>> run)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(run);
        if (name.Contains(Separator, StringComparison.Ordinal))
        {
            throw new ArgumentException($"The group '{name}' has '{Separator}' in its name, which separates groups from each other. Put one group into the other.", nameof(name));
        }

        var sink = (IStepSink)context;
        var before = sink.EnterGroup(name);
        try
        {
            return await run().ConfigureAwait(false);
        }
        finally
        {
            sink.LeaveGroup(before);
        }
    }
}
