using LoadLab.Core.Runs;

namespace LoadLab.Core.Running;

/// <summary>Chooses the stack of a run.</summary>
internal static class RunnerStack
{
    /// <summary>The kind that leaves the choice to LoadLab.</summary>
    public const string Auto = "auto";

    private static readonly string[] AutoKinds = ["containers", "processes"];

    /// <summary>
    /// The provider of the plan's kind. For <see cref="Auto"/> the first of containers and processes that nothing keeps from starting;
    /// <paramref name="progress"/> hears which and why.
    /// </summary>
    /// <exception cref="LoadLabException">None can start (104): what each of them lacks.</exception>
    public static async Task<IStackProvider> ChooseAsync(
        IReadOnlyList<IStackProvider> providers, StackPlan plan, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (plan.Kind != Auto)
        {
            var named = providers.FirstOrDefault(provider => provider.Kind == plan.Kind) ?? throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"Stack '{plan.Kind}' is not known. Known: {Auto}, {string.Join(", ", providers.Select(provider => provider.Kind))}.");
            var obstacles = await named.FindObstaclesAsync(plan, cancellationToken).ConfigureAwait(false);
            if (obstacles.Count > 0)
            {
                throw new LoadLabException(
                    ExitCode.BadConfiguration, [.. obstacles.Select(obstacle => $"Stack '{plan.Kind}' cannot start: {obstacle}")], SetupHint(named.Kind));
            }

            return named;
        }

        var lacks = new List<string>();
        foreach (var provider in AutoKinds.Select(kind => providers.FirstOrDefault(candidate => candidate.Kind == kind)).OfType<IStackProvider>())
        {
            var obstacles = await provider.FindObstaclesAsync(plan, cancellationToken).ConfigureAwait(false);
            if (obstacles.Count == 0)
            {
                progress.Report($"stack: {provider.Kind}, chosen because "
                    + (lacks.Count == 0 ? "nothing keeps it from starting" : string.Join("; ", lacks)));
                return provider;
            }

            lacks.AddRange(obstacles.Select(obstacle => $"{provider.Kind} cannot start: {obstacle}"));
        }

        throw new LoadLabException(
            ExitCode.BadConfiguration,
            lacks.Count > 0 ? lacks : ["There is no stack that LoadLab could start."],
            "Run again with --setup to install what is missing, or use your own stack: --stack external --external-url URL");
    }

    private static string? SetupHint(string kind) => kind == "processes" ? "Run again with --setup to install what is missing." : null;
}
