using System.Diagnostics;
using System.Runtime.InteropServices;
using LoadLab.Core;

namespace LoadLab.K6.Driving;

/// <summary>A container image that has k6, run by Docker's own client: with this machine's network, as this user, and with the script's folders where they lie.</summary>
/// <param name="Reference">The image, as the suite names it.</param>
/// <param name="Docker">Docker's client.</param>
internal sealed partial record K6Image(string Reference, string Docker)
{
    private const string NoClient = "Install Docker's client, or leave out stack.images.k6 and have k6 on PATH.";

    /// <summary>The image's id, which says what it was when its name has moved on.</summary>
    public string Id { get; private init; } = "";

    /// <summary>Labels of its containers, by which one that was left is found.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Directories that k6 finds where they lie here.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    private string User { get; init; } = "";

    /// <summary>Looks whether it is there. Nothing is pulled.</summary>
    /// <param name="searchPath">Where Docker's client is looked for.</param>
    /// <exception cref="LoadLabException">There is no client, no engine on this machine, or no such image (104).</exception>
    public K6Image Found(string? searchPath)
    {
        var client = K6Program.OnPath("docker", searchPath) ?? throw new LoadLabException(ExitCode.BadConfiguration, "driver: k6 with stack.images.k6, and there is no docker on PATH.", NoClient);
        var found = this with { Docker = client };
        var host = found.Ask("context", "inspect", "--format", "{{.Endpoints.docker.Host}}").Trim();
        if (!host.StartsWith("unix://", StringComparison.Ordinal))
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"stack.images.k6: the Docker engine at {Core.Text.SecretText.Connection(host)} is on another machine, and k6 must see this one's files and loopback.", "Use an engine of this machine: DOCKER_HOST=unix:///var/run/docker.sock");
        }

        var isRootless = found.Ask("info", "--format", "{{.SecurityOptions}}").Contains("name=rootless", StringComparison.Ordinal);
        var (exit, id, _) = found.Call(["image", "inspect", "--format", "{{.Id}}", Reference]);
        return exit == 0
            ? found with { Id = id.Trim(), User = isRootless || OperatingSystem.IsWindows() ? "0:0" : FormattableString.Invariant($"{UserId()}:{GroupId()}") }
            : throw new LoadLabException(ExitCode.BadConfiguration, $"stack.images.k6: the image '{Reference}' is not on this machine.", $"Get it: docker pull {Reference}");
    }

    /// <summary>The command line that runs k6 in a container of it.</summary>
    /// <param name="name">The container's name; null for any.</param>
    /// <param name="variables">Names of variables that it gets from the client's environment, so that no value stands on a command line.</param>
    /// <param name="folder">Where it works.</param>
    /// <param name="more">More directories that it finds.</param>
    /// <param name="arguments">Arguments of k6.</param>
    public IReadOnlyList<string> Run(string? name, IEnumerable<string> variables, string folder, IReadOnlyList<string> more, IReadOnlyList<string> arguments) =>
    [
        "run", "--rm", "--interactive", "--pull", "never", "--network", "host", "--user", User, "--workdir", folder, "--entrypoint", "k6",
        .. name is null ? [] : new[] { "--name", name },
        .. Labels.SelectMany(label => new[] { "--label", $"{label.Key}={label.Value}" }),
        .. Folders.Concat(more).Distinct().SelectMany(one => new[] { "--mount", $"type=bind,{Field("source", one)},{Field("target", one)}" }),
        .. variables.Append("HOME=/tmp").SelectMany(variable => new[] { "--env", variable }),
        Reference, .. arguments,
    ];

    /// <summary>The first process of a container as this machine numbers it; 0 while there is none.</summary>
    public int ProcessOf(string name) => Call(["inspect", "--format", "{{.State.Pid}}", name]) is (0, var text, _) && int.TryParse(text.Trim(), System.Globalization.CultureInfo.InvariantCulture, out var id) ? id : 0;

    /// <summary>Docker reads a mount as a line of CSV.</summary>
    private static string Field(string name, string path) => $"\"{name}={path.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private (int Exit, string Output, string Log) Call(IReadOnlyList<string> arguments) => BoundedCall.Run(new ProcessStartInfo(Docker, arguments), "", NoClient);

    private string Ask(params string[] arguments)
    {
        var (exit, output, log) = Call(arguments);
        return exit == 0 ? output : throw new LoadLabException(ExitCode.BadConfiguration, $"stack.images.k6: Docker does not answer: {K6Program.Short(log)}", "Start the engine, or say where it is by DOCKER_HOST or a context.");
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint UserId();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint GroupId();
}
