using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Containers;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Setup;

namespace LoadLab.Stacks.Doctor;

/// <summary>Whether a stack can be started here: of native processes, of containers, or not at all.</summary>
/// <param name="providers">The providers; those that start something are looked at.</param>
/// <param name="docker">Where Docker is looked for.</param>
/// <param name="runner">Runs the programs that are asked for their versions.</param>
internal sealed class StackChecks(IReadOnlyList<IStackProvider> providers, DockerEndpoint docker, ICommandRunner runner)
{
    private const string Needed = "Postgres, Redis and the reference LMS, as processes or as containers; a stack of your own needs none of them";

    /// <summary>The whole first, then each kind, then the engine.</summary>
    public async Task<IReadOnlyList<DoctorCheck>> FindAsync(CancellationToken cancellationToken)
    {
        var kinds = new List<(string Kind, IReadOnlyList<string> Obstacles)>();
        foreach (var provider in providers.Where(provider => provider.Kind is "processes" or "containers"))
            kinds.Add((provider.Kind, await provider.FindObstaclesAsync(new StackPlan { Kind = provider.Kind }, cancellationToken).ConfigureAwait(false)));
        var checks = new List<DoctorCheck> { Overall(kinds) };
        foreach (var (kind, obstacles) in kinds)
            checks.Add(Of(kind, obstacles, kind == "processes" && obstacles.Count == 0 ? await VersionsAsync(cancellationToken).ConfigureAwait(false) : ""));
        checks.Add(await EngineAsync(cancellationToken).ConfigureAwait(false));
        return checks;
    }

    /// <summary>Whether any kind can be started.</summary>
    internal static DoctorCheck Overall(IReadOnlyList<(string Kind, IReadOnlyList<string> Obstacles)> kinds)
    {
        var able = kinds.Where(kind => kind.Obstacles.Count == 0).Select(kind => kind.Kind).ToList();
        return able.Count > 0
            ? new(MachineDoctor.StackCheck, DoctorStatus.Ok, "can be started as " + string.Join(" and as ", able), Needed, "")
            : new(MachineDoctor.StackCheck, DoctorStatus.Fail, "none can be started: the next lines say why", Needed, "Run: loadlab setup");
    }

    /// <summary>Whether one kind can be started. One that cannot is no fault while another one can; the whole says so.</summary>
    internal static DoctorCheck Of(string kind, IReadOnlyList<string> obstacles, string versions) => new(
        kind, obstacles.Count == 0 ? DoctorStatus.Ok : DoctorStatus.Info,
        obstacles.Count == 0 ? "nothing keeps this kind of stack from starting" + (versions.Length > 0 ? ": " + versions : "") : string.Join(" ", obstacles),
        Needed,
        obstacles.Count == 0 ? "" : kind == "processes" ? "Run: loadlab setup" : "Only for --stack containers.");

    private async Task<DoctorCheck> EngineAsync(CancellationToken cancellationToken)
    {
        const string needed = "an engine on this machine, for --stack containers";
        try
        {
            using var engine = await DockerEngine.ConnectAsync(docker, cancellationToken).ConfigureAwait(false);
            return new("docker", DoctorStatus.Ok, $"engine {engine.Version.Version}, API {engine.Version.APIVersion}, {engine.Version.Os}/{engine.Version.Arch}, at {DockerEngine.Shown(engine.Address)}", needed, "");
        }
        catch (LoadLabException fault)
        {
            return new("docker", DoctorStatus.Info, fault.Message, needed, "");
        }
    }

    private async Task<string> VersionsAsync(CancellationToken cancellationToken)
    {
        var tools = NativeTools.OfThisMachine();
        string?[] programs = [tools.FindPostgres() is { } directory ? Path.Combine(directory, "postgres") : null, tools.Find("redis-server")];
        var versions = new List<string>();
        foreach (var program in programs.OfType<string>())
        {
            var (exit, output) = await runner.RunAsync([program, "--version"], cancellationToken).ConfigureAwait(false);
            versions.Add(exit == 0 ? Version(output) : $"{program} --version ended with {exit}");
        }

        return string.Join(", ", versions);
    }

    /// <summary><c>postgres 15.14</c> of "postgres (PostgreSQL) 15.14 (Debian …)"; <c>redis 7.0.15</c> of "Redis server v=7.0.15 sha=…".</summary>
    internal static string Version(string output)
    {
        var words = output.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var version = words.Skip(1).Select(word => word.TrimStart('v').TrimStart('=')).FirstOrDefault(word => word.Length > 0 && char.IsAsciiDigit(word[0]));
        return version is null ? output : $"{words[0].ToLowerInvariant()} {version}";
    }
}
