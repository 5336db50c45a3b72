using Docker.DotNet;
using Docker.DotNet.Models;
using LoadLab.Core;
using LoadLab.Core.Runs;

namespace LoadLab.Stacks.Containers;

/// <summary>The images of a container stack.</summary>
internal static class ContainerImages
{
    /// <summary>Role of the mail server.</summary>
    public const string Smtp = "smtp";

    /// <summary>A stack comes up without mail; a person who waits for a pull must not wait long for that.</summary>
    private static readonly TimeSpan s_mailPullLimit = TimeSpan.FromMinutes(1);

    /// <summary>The roles that every stack has a container for.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["postgres", "redis", "api"];

    /// <summary>How often a pull says how far it is.</summary>
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromSeconds(2);

    /// <summary>The image of a role: the suite's, or LoadLab's default.</summary>
    public static string Of(StackPlan plan, string role) => plan.Images.TryGetValue(role, out var image) ? image : role switch
    {
        "postgres" => "postgres:17",
        "redis" => "redis:8",
        Smtp => "axllent/mailpit:v1.31.2",
        _ => $"loadlab/reference-lms:{typeof(ContainerImages).Assembly.GetName().Version!.ToString(3)}",
    };

    /// <summary>What is wrong with the images: those that are missing, and those of another machine's architecture.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="plan">The stack.</param>
    /// <param name="mayPull">False when a missing image is not to be pulled, since nobody asked for containers.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<IReadOnlyList<string>> FindFaultsAsync(DockerEngine engine, StackPlan plan, bool mayPull, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var role in Roles)
        {
            var image = Of(plan, role);
            var found = await FindAsync(engine, image, cancellationToken).ConfigureAwait(false);
            if (found is null && role == "api")
                faults.Add($"the image '{image}' of the reference LMS is not there. Build it: docker build -t {image} -f infra/images/lms/Dockerfile . (or infra/images/build-local.sh lms, without a registry)");
            else if (found is null && !mayPull)
                faults.Add($"the image '{image}' is not there. Get it ('docker pull {image}'), or ask for it with '--stack containers'.");
            else if (found is { Architecture: { Length: > 0 } made } && engine.Version.Arch is { Length: > 0 } own && made != own)
                faults.Add($"the image '{image}' is for {made}, and this engine runs {own}. Pull it for this one: docker pull --platform linux/{own} {image}");
        }

        return faults;
    }

    /// <summary>The image, or null when the engine does not have it.</summary>
    public static async Task<ImageInspectResponse?> FindAsync(DockerEngine engine, string image, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.Client.Images.InspectImageAsync(image, cancellationToken).ConfigureAwait(false);
        }
        catch (DockerImageNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Pulls what is missing, and says how far it is.</summary>
    /// <exception cref="LoadLabException">It cannot be had (104).</exception>
    public static async Task PullMissingAsync(DockerEngine engine, StackPlan plan, TimeProvider time, IProgress<string> progress, CancellationToken cancellationToken)
    {
        foreach (var image in Roles.Select(role => Of(plan, role)).Distinct())
        {
            if (await FindAsync(engine, image, cancellationToken).ConfigureAwait(false) is null)
                await PullAsync(engine, image, time, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sees to the image of the mail server, without which a stack comes up as well. A missing one is pulled only where containers were asked for.</summary>
    /// <returns>Why it cannot be had; null when it is there.</returns>
    public static async Task<string?> FindMailObstacleAsync(DockerEngine engine, StackPlan plan, TimeProvider time, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var image = Of(plan, Smtp);
        if (await FindAsync(engine, image, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found.Architecture is { Length: > 0 } made && engine.Version.Arch is { Length: > 0 } own && made != own
                ? $"the image '{image}' is for {made}, and this engine runs {own}." : null;
        }

        if (plan.Kind != "containers")
            return $"the image '{image}' is not there.";
        using var limit = new CancellationTokenSource(s_mailPullLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await PullAsync(engine, image, time, progress, either.Token).ConfigureAwait(false);
            return null;
        }
        catch (LoadLabException fault)
        {
            return fault.Faults[0];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"the image '{image}' could not be pulled within {s_mailPullLimit.TotalSeconds:0} s.";
        }
    }

    private static async Task PullAsync(DockerEngine engine, string image, TimeProvider time, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report($"pulling {image} …");
        var start = time.GetTimestamp();
        var pull = new PullProgress(image, progress, time, s_progressInterval);
        try
        {
            await engine.Client.Images.CreateImageAsync(new ImagesCreateParameters { FromImage = image }, new AuthConfig(), pull, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is DockerApiException or HttpRequestException or IOException)
        {
            throw Missing(image, fault.Message);
        }

        if (await FindAsync(engine, image, cancellationToken).ConfigureAwait(false) is null)
            throw Missing(image, pull.Error ?? "the registry gave nothing");
        progress.Report(FormattableString.Invariant($"pulled {image} in {time.GetElapsedTime(start).TotalSeconds:0} s"));
    }

    private static LoadLabException Missing(string image, string why) => new(
        ExitCode.BadConfiguration,
        $"Stack 'containers': the image '{image}' is not on this machine and cannot be pulled: {why.Trim()}",
        "Without a registry: infra/images/build-local.sh builds images from this machine's own programs; name them with --set stack.images.postgres=loadlab-test/postgres:15 and so on. Or use --stack processes.");
}
