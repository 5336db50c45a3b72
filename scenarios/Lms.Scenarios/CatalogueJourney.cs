using System.Diagnostics;
using LoadLab.Sdk;

namespace Lms.Scenarios;

/// <summary>A visitor without an account. One iteration is one request.</summary>
internal sealed class CatalogueJourney
{
    private volatile Prepared? _prepared;

    /// <summary>Looks at the target and reads its catalogue.</summary>
    public async Task InitAsync(IScenarioInitContext context)
    {
        var faults = new List<string>();
        var mix = ActionMix.Create(Actions.OfReader, Actions.OfStudent, context.Settings, faults);
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', faults));
        }

        _prepared = new Prepared(mix, await TargetCheck.ReadCatalogueAsync(context).ConfigureAwait(false));
    }

    /// <summary>One action.</summary>
    public Task<IResponse> RunAsync(IScenarioContext context)
    {
        var (mix, catalogue) = _prepared ?? throw new InvalidOperationException("The scenario's init has not run.");
        return mix.Pick(context.Random) switch
        {
            Actions.Browse => CatalogueSteps.BrowseAsync(context, catalogue, null),
            Actions.Search => CatalogueSteps.SearchAsync(context, catalogue, null),
            Actions.OpenCourse => CatalogueSteps.OpenCourseAsync(context, catalogue, null),
            var other => throw new UnreachableException(other),
        };
    }

    private sealed record Prepared(ActionMix Mix, Catalogue Catalogue);
}
